import type { Account } from './account.ts';
import type { BypassReason } from './admission.ts';
import type { ApiRequest } from './api-request.ts';
import {
  controlsUnder,
  fieldsUnder,
  PLAIN_POLICY,
  policyBypass,
  type CachePolicy,
  type PolicyQuestion,
} from './cache-policy.ts';
import { parseControls, type CacheControls, type HeaderBag } from './controls.ts';
import { fingerprint, type Scope } from './fingerprint.ts';
import type { JsonObject } from './json.ts';
import { framePartition } from './partition.ts';
import { chat } from './protocols/chat.ts';
import type { Protocol } from './protocols/protocol.ts';
import type { SemanticQuery, SemanticRefusal, SemanticRules } from './semantic-query.ts';

/** A request, understood and identified; nothing about it changes any more, so it may be kept and asked again. */
export type PreparedRequest = {
  readonly protocol: Protocol;
  /** Of the target, as it came, for the upstream: `beta=true`. */
  readonly query: string;
  readonly request: ApiRequest;
  readonly controls: CacheControls;
  readonly fingerprint: string;
  /** The keys of its parts, where they have entries of their own (embeddings). */
  readonly parts?: readonly string[];
  readonly scope: Scope;
  readonly semantic: SemanticQuery | { readonly refusal: SemanticRefusal };
  readonly bypass: BypassReason | undefined;
  readonly policy: CachePolicy;
};

/** Who asks, and of which endpoint. */
export type Asking = {
  readonly tenant: string;
  readonly protocol?: Protocol;
  /** The target's, without its question mark. */
  readonly query?: string;
  /** The name of the caller's key. */
  readonly key?: string | undefined;
};

export type Caller = {
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
  /** Headers for the upstream. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: what this caller asks for is charged to nobody. */
  readonly account?: Account;
};

/** What a request is understood by. */
export type PrepareRules = {
  readonly semanticRules: SemanticRules;
  /** Of what is stored from now on; the tiers know from which version on they serve. */
  readonly cacheVersion: number;
  /** Ask the upstream for a stream's usage even when the client did not. */
  readonly askForUsage: boolean;
  /** How a kind of request is cached; absent: all alike. */
  readonly policyOf?: (asked: PolicyQuestion) => CachePolicy;
};

type Received = { readonly text: string; readonly headers: HeaderBag; readonly asking: Asking };

/** Reads and identifies a request. Throws `InvalidRequestError`. */
export function prepareRequest({ text, headers, asking }: Received, rules: PrepareRules): PreparedRequest {
  const { tenant, protocol = chat, query = '', key } = asking;
  const request = protocol.parse(text);
  const { path } = protocol;
  const policy = rules.policyOf?.({ model: request.model, path, key }) ?? PLAIN_POLICY;
  const controls = controlsUnder(policy, parseControls(headers, request.body));
  const scope: Scope = { tenant, namespace: controls.namespace, version: rules.cacheVersion };
  const unasked = !rules.askForUsage && lacksUsage(protocol, request);
  const outside = outsideOf(protocol, { headers, query, unasked });
  const fields = fieldsUnder(policy, withOutside(protocol.significantFields(request), outside));
  const question = protocol.question(request, rules.semanticRules);
  const parts = protocol
    .parts?.(request)
    ?.map((part) => fingerprint(fieldsUnder(policy, withOutside(part, outside)), scope, protocol.name));
  return {
    policy,
    protocol,
    query,
    request,
    controls,
    fingerprint: fingerprint(fields, scope, protocol.name),
    scope,
    semantic:
      'text' in question
        ? {
            text: question.text,
            partition: framePartition(protocol.withoutQuestion(fields), scope, protocol.name),
            ...(policy.judge === undefined ? {} : { judge: policy.judge }),
          }
        : question,
    bypass: bypassOf(protocol, request, controls) ?? policyBypass(policy, request),
    ...(parts === undefined ? {} : { parts }),
  };
}

/** What may be asked by meaning, unless the caller wants the exact tier only. */
export function queryOf(prepared: PreparedRequest): SemanticQuery | undefined {
  const { semantic, controls } = prepared;
  return 'text' in semantic && controls.tiers !== 'exact' ? semantic : undefined;
}

/** Whether an answer by meaning is stored under the request's own key: not for who asks that nothing be stored, or merely what there is. */
export function isPromoted({ controls }: PreparedRequest): boolean {
  return controls.ttlMs !== 0 && !controls.onlyIfCached;
}

function bypassOf(
  protocol: Protocol,
  request: ApiRequest,
  controls: CacheControls,
): BypassReason | undefined {
  if (controls.mode === 'bypass') return 'requested';
  if (controls.mode === 'no-store') return 'no-store';
  return protocol.bypass(request);
}

/** Whether its answer has no usage unless the upstream is asked for it beyond what the client asks: others could not be given that. */
export function lacksUsage({ shown }: Protocol, { stream, includeUsage }: ApiRequest): boolean {
  return shown !== undefined && stream && !includeUsage;
}

type Outside = { readonly headers: HeaderBag; readonly query: string; readonly unasked: boolean };

/** What changes the answer and is not in the significant fields. No body has a member of these names: they never meet. */
function outsideOf(protocol: Protocol, { headers, query, unasked }: Outside): JsonObject | undefined {
  const named = protocol.headers.filter((name) => headers[name] !== undefined);
  if (named.length === 0 && query === '' && !unasked) return undefined;
  return {
    ...(named.length > 0 && { '\0headers': named.map((name) => [name, headers[name]]) }),
    ...(query !== '' && { '\0query': query }),
    ...(unasked && { '\0usage': 'unasked' }),
  };
}

function withOutside(fields: JsonObject, outside: JsonObject | undefined): JsonObject {
  return outside === undefined ? fields : { ...fields, ...outside };
}
