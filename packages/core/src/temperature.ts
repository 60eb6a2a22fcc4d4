import type { JsonObject } from './json.ts';

/** Whether a request wants more variety than that. A number in quotes counts: many upstreams take it for the number. */
export function isHotter({ temperature }: JsonObject, limit: number): boolean {
  const value = typeof temperature === 'string' ? Number(temperature) : temperature;
  return typeof value === 'number' && value > limit;
}
