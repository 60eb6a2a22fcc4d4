import { formatDuration } from '@strata/service-kit/duration';
import type { MasterKeySettings } from '../keys/key-settings.ts';
import { withoutCredentials } from '../parts/part.ts';
import type { ProviderSettings } from '../providers/provider-settings.ts';
import { addressOf, MASK } from './provider-input.ts';

type Source = 'file' | 'api';

/** A provider without its secrets. What it says can be sent back as it is. */
export function providerView(settings: ProviderSettings, source: Source): object {
  const { name, api_key: key, base_url: _own, headers, timeouts, queue, proxy, probe, ...others } = settings;
  const address = addressOf(settings);
  return {
    id: name,
    name,
    source,
    ...(address !== undefined && { api_base: withoutCredentials(address) }),
    has_api_key: key !== undefined,
    headers: Object.fromEntries(Object.keys(headers).map((header) => [header, MASK])),
    ...others,
    timeouts: Object.fromEntries(Object.entries(timeouts).map(([what, ms]) => [what, formatDuration(ms)])),
    queue: { ...queue, timeout: formatDuration(queue.timeout) },
    ...(proxy !== undefined && { proxy: withoutCredentials(proxy) }),
    ...(probe !== undefined && { probe: { ...probe, interval: formatDuration(probe.interval) } }),
  };
}

/** A client's key by its first and last letters. */
export function keyView(
  settings: MasterKeySettings,
  { source, preview }: { source: Source; preview: string },
): object {
  const { name, key: _secret, models, enabled, ...others } = settings;
  return {
    id: name,
    name,
    source,
    key_preview: preview,
    allowed_models: models ?? [],
    is_enabled: enabled,
    ...others,
  };
}
