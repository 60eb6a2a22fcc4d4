/** A model's name without `PROVIDER_SUFFIX` before it: with `Proxy`, `Proxy/org/m` is `org/m`. */
export function plainModel(model: string, suffix: string): string {
  return suffix !== '' && model.startsWith(`${suffix}/`) ? model.slice(suffix.length + 1) : model;
}
