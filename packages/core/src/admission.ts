import type { ApiRequest } from './api-request.ts';
import { hasBrokenCall } from './broken-json.ts';
import { choicesOf } from './completion.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** Why a request is not cached at all. A bounded metric label. */
export type BypassReason =
  | 'requested'
  | 'no-store'
  | 'policy'
  | 'pattern'
  | 'multiple-choices'
  | 'logprobs'
  | 'audio'
  | 'upstream-state'
  | 'hosted-tools';

/** Why an answer is not stored. A bounded metric label. */
export type AdmissionRefusal =
  | 'ttl-zero'
  | 'status'
  | 'other-model'
  | 'error-body'
  | 'not-json'
  | 'not-utf8'
  | 'broken-json'
  | 'unfinished'
  | 'no-choices'
  | 'empty'
  | 'length'
  | 'content-filter'
  | 'multiple-choices'
  | 'too-large';

/** Requests whose answers one entry cannot give back faithfully go straight to the upstream. */
export function requestBypass(request: Pick<ApiRequest, 'body'>): BypassReason | undefined {
  const { n, logprobs, top_logprobs: top, audio, modalities } = request.body;
  if (n !== undefined && n !== null && n !== 1) return 'multiple-choices';
  if ((logprobs !== undefined && logprobs !== null && logprobs !== false) || typeof top === 'number')
    return 'logprobs';
  if (isJsonObject(audio) || (Array.isArray(modalities) && modalities.includes('audio'))) return 'audio';
  return undefined;
}

/** Whether this value of a member `error` reports one: some upstreams have it, empty, in all they say. */
export function isError(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Whether a whole completion may be stored; only complete, unfiltered answers that say something may. */
export function answerRefusal(completion: JsonObject | undefined): AdmissionRefusal | undefined {
  if (completion === undefined) return 'not-json';
  if (isError(completion['error'])) return 'error-body';
  const choices = choicesOf(completion);
  if (choices.length > 1) return 'multiple-choices';
  const [choice] = choices;
  if (choice === undefined) return 'no-choices';
  const why = finishRefusal(choice['finish_reason']);
  const { message } = choice;
  if (!isJsonObject(message) || !saysSomething(message))
    return why === undefined || why === 'unfinished' ? 'empty' : why;
  return why ?? (hasBrokenCall(message) ? 'broken-json' : undefined);
}

/** That an answer is complete, as OpenAI says it, and Together and TGI. */
const COMPLETE: ReadonlySet<unknown> = new Set([
  'stop',
  'tool_calls',
  'function_call',
  'eos',
  'eos_token',
  'stop_sequence',
  'end_turn',
]);
/** That it was cut, as OpenAI says it, Anthropic and Mistral. */
const CUT: ReadonlySet<unknown> = new Set(['length', 'max_tokens', 'model_length']);

/**
 * What a finish reason says against storing the answer. What nobody here knows was cut or failed for a reason of the provider's own
 * (`insufficient_system_resource`, `abort`, `error`).
 */
export function finishRefusal(reason: unknown, complete = COMPLETE): AdmissionRefusal | undefined {
  if (CUT.has(reason)) return 'length';
  if (reason === 'content_filter') return 'content-filter';
  // Sloppy upstreams leave the reason out of whole answers; an explicit null in a stream means it was cut.
  return reason === undefined || reason === '' || complete.has(reason) ? undefined : 'unfinished';
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes that are no text mean something else to each who reads them: whose answer it is may, those who come after may not. */
export function textRefusal(bytes: Uint8Array): AdmissionRefusal | undefined {
  try {
    STRICT_UTF8.decode(bytes);
    return undefined;
  } catch {
    return 'not-utf8';
  }
}

function saysSomething(message: JsonObject): boolean {
  const { content, refusal, tool_calls: calls, function_call: call } = message;
  const text = typeof content === 'string' && content.trim() !== '';
  const parts = Array.isArray(content) && content.length > 0;
  const refused = typeof refusal === 'string' && refusal !== '';
  return text || parts || refused || (Array.isArray(calls) && calls.length > 0) || isJsonObject(call);
}
