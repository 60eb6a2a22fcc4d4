export const TRACE_SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type TraceSettings = {
  /** Of the collector; `/v1/traces` is added. */
  readonly endpoint: string;
  /** `name=value`, comma-separated, values percent-encoded. */
  readonly headers: string | undefined;
  readonly serviceName: string;
  readonly version: string;
  readonly sampler: (typeof TRACE_SAMPLERS)[number];
  /** Of the samplers whose name says `ratio`. */
  readonly samplerRatio: number;
};
