import type { ApiRequest } from './api-request.ts';
import { mapTexts, saidTexts, trimAt, type Ends } from './content-texts.ts';
import type { CacheControls } from './controls.ts';
import type { FreshnessRules } from './freshness.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** Words that an operator looks for in clients' texts. Takes time linear in the text: the text is not the operator's. */
export interface TextPattern {
  matches(text: string): boolean;
  /** The text without what matches. */
  removeFrom(text: string): string;
}

/** How the answers to one kind of request are cached, as the operator wants it. */
export type CachePolicy = {
  readonly mode: 'off' | 'exact' | 'semantic' | 'both';
  /** In place of the general one, whatever the temperature. */
  readonly ttlMs: number | undefined;
  /** Lifetimes are cut to it, in place of the general bound. */
  readonly maxTtlMs: number | undefined;
  /** The judge that decides on candidates, by its name; absent: the general one. */
  readonly judge: string | undefined;
  /** Members that may differ between two requests with one answer, each as a path of names. */
  readonly ignoredFields: readonly (readonly string[])[];
  /** Taken out of instructions before they are compared; the upstream gets them whole. */
  readonly volatile: readonly TextPattern[];
  /** A user's text that holds one of them is neither looked up nor stored. */
  readonly noStore: readonly TextPattern[];
  /** For how long after its expiry an answer may be served while another is fetched (RFC 5861, section 3). */
  readonly staleWhileRevalidateMs: number;
  /** For how long after its expiry it may be served when the upstream fails (RFC 5861, section 4). */
  readonly staleIfErrorMs: number;
};

/** What a policy is chosen by. */
export type PolicyQuestion = {
  readonly model: string;
  /** Below the API's base URL. */
  readonly path: string;
  /** The name of the caller's key, where there are keys. */
  readonly key: string | undefined;
};

/** Where no rule says otherwise. */
export const PLAIN_POLICY: CachePolicy = {
  mode: 'both',
  ttlMs: undefined,
  maxTtlMs: undefined,
  judge: undefined,
  ignoredFields: [],
  volatile: [],
  noStore: [],
  staleWhileRevalidateMs: 0,
  staleIfErrorMs: 0,
};

/** Why the policy keeps a request from the cache. */
export function policyBypass(policy: CachePolicy, request: ApiRequest): 'policy' | 'pattern' | undefined {
  if (policy.mode === 'off') return 'policy';
  const { noStore } = policy;
  if (noStore.length === 0) return undefined;
  return userTexts(request.body).some((text) => noStore.some((pattern) => pattern.matches(text)))
    ? 'pattern'
    : undefined;
}

/** The tiers that policy and caller both allow; where they have none in common, those of the policy. */
export function controlsUnder({ mode }: CachePolicy, controls: CacheControls): CacheControls {
  return mode === 'exact' || mode === 'semantic' ? { ...controls, tiers: mode } : controls;
}

export function freshnessUnder({ ttlMs, maxTtlMs }: CachePolicy, rules: FreshnessRules): FreshnessRules {
  return {
    ...rules,
    ...(ttlMs === undefined ? {} : { ttlMs, warmTtlMs: ttlMs }),
    ...(maxTtlMs === undefined ? {} : { maxTtlMs }),
  };
}

/** How long past its expiry the store keeps an entry. */
export function staleMs({ staleWhileRevalidateMs, staleIfErrorMs }: CachePolicy): number {
  return Math.max(staleWhileRevalidateMs, staleIfErrorMs);
}

/** The significant fields as the policy compares them: without what it leaves out, and without what is volatile. */
export function fieldsUnder({ ignoredFields, volatile }: CachePolicy, fields: JsonObject): JsonObject {
  const compared = ignoredFields.reduce(without, fields);
  return volatile.length === 0 ? compared : steady(compared, volatile);
}

function without(fields: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  if (!Object.hasOwn(fields, name)) return fields;
  const inner = fields[name];
  const entries = Object.entries(fields);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([key]) => key !== name));
  if (!isJsonObject(inner)) return fields;
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === name ? without(inner, rest) : value]),
  );
}

/** Where instructions stand: messages of these roles, and members of these names. */
const INSTRUCTION_ROLES: readonly unknown[] = ['system', 'developer'];
const INSTRUCTION_FIELDS: readonly string[] = ['system', 'instructions'];
const MESSAGE_FIELDS: readonly string[] = ['messages', 'input'];

function steady(fields: JsonObject, patterns: readonly TextPattern[]): JsonObject {
  const remove = (text: string, ends: Ends): string =>
    trimAt(
      patterns.reduce((rest, pattern) => pattern.removeFrom(rest), text),
      ends,
    );
  const entries = Object.entries(fields).map(([name, value]): readonly [string, unknown] => {
    if (INSTRUCTION_FIELDS.includes(name)) return [name, mapTexts(value, remove)];
    if (!MESSAGE_FIELDS.includes(name) || !Array.isArray(value)) return [name, value];
    return [name, value.map((message: unknown) => steadyMessage(message, remove))];
  });
  return Object.fromEntries(entries);
}

function steadyMessage(message: unknown, remove: (text: string, ends: Ends) => string): unknown {
  if (!isJsonObject(message) || !INSTRUCTION_ROLES.includes(message['role'])) return message;
  return { ...message, content: mapTexts(message['content'], remove) };
}

/** All that the caller's own user says: in messages of the role, as a prompt or an input, or in the gaps of a stored prompt. */
function userTexts(body: JsonObject): readonly string[] {
  const { prompt, input, messages } = body;
  return [prompt, input, messages].flatMap((value) => {
    if (isJsonObject(value)) return variableTexts(value['variables']);
    if (!Array.isArray(value)) return saidTexts(value);
    return value.flatMap((item: unknown) => {
      if (typeof item === 'string') return [item];
      return isJsonObject(item) && item['role'] === 'user' ? saidTexts(item['content']) : [];
    });
  });
}

/** Each is a text, or a part that may hold one. */
function variableTexts(variables: unknown): readonly string[] {
  if (!isJsonObject(variables)) return [];
  return Object.values(variables).flatMap((value) => saidTexts(isJsonObject(value) ? [value] : value));
}
