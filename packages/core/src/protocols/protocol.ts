import type { AdmissionRefusal, BypassReason } from '../admission.ts';
import type { ApiRequest } from '../api-request.ts';
import type { TokenUsage } from '../completion.ts';
import type { JsonObject } from '../json.ts';
import type { Question, SemanticRules } from '../semantic-query.ts';

/** Part of every fingerprint and partition: two endpoints never share an entry, whatever their bodies look like. */
export type ProtocolName = 'chat' | 'completions' | 'embeddings' | 'responses' | 'messages';

/**
 * How a stream is written: `done`, a bare `data` line an event and `[DONE]` at the end (OpenAI's older endpoints), or
 * `named`, where each event also has its payload's `type` as its name and the last one ends the stream.
 */
export type StreamFraming = 'done' | 'named';

/** How one caller wants the answer. */
export type Wanted = { readonly stream: boolean; readonly includeUsage: boolean };

/** Puts a stream's events together into the answer that the upstream would have sent without streaming. */
export interface StreamAssembler {
  /** Takes one event's `data`. Throws SyntaxError or TypeError for what does not belong to this protocol. */
  push(data: string): void;
  /** `undefined` while there is nothing that could be one. */
  whole(): JsonObject | undefined;
}

/**
 * One endpoint of an LLM API, as far as a cache must understand it: what a request asks, what of it may change the answer,
 * and how an answer is written, whole and as a stream. Pure; the pipeline is the same for all of them.
 *
 * Source: the reference of OpenAI's API (chat, completions, embeddings, responses) and Anthropic's (messages).
 */
export interface Protocol {
  readonly name: ProtocolName;
  /** Below the API's base URL: `/chat/completions`. */
  readonly path: string;
  readonly framing: StreamFraming;
  /** Lower-case names of headers that change the answer: they go upstream, and into the key. */
  readonly headers: readonly string[];

  /** Throws `InvalidRequestError` (400) naming the field at fault. */
  parse(text: string): ApiRequest;
  /** Why answers to this request are not cached at all. */
  bypass(request: ApiRequest): BypassReason | undefined;
  /** All fields that may change the answer, with text normalised. */
  significantFields(request: ApiRequest): JsonObject;
  /** The significant fields of each part, where one request asks for several answers that have entries of their own. */
  readonly parts?: (request: ApiRequest) => readonly JsonObject[] | undefined;
  /** The text compared by meaning, or the reason why none is. */
  question(request: ApiRequest, rules: SemanticRules): Question;
  /** The significant fields with the question's text taken out. */
  withoutQuestion(fields: JsonObject): JsonObject;
  /** The JSON text to send upstream for an answer that will be stored. */
  upstreamBody(request: ApiRequest, options: { readonly askForUsage: boolean }): string;

  assembler(): StreamAssembler;
  /** Whether this event says that the answer is complete, where `[DONE]` does not; absent: a finish reason says so. */
  readonly endsWith?: (data: string) => boolean;
  /** A stored answer as the events of a stream, without `[DONE]`; `undefined` for what is no answer. */
  replay(whole: JsonObject, wanted: Wanted): readonly string[] | undefined;
  /** Live events as a caller may see them who did not ask for all that was asked of the upstream; absent: streams tell their usage unasked. */
  readonly shown?: (events: AsyncIterable<string>, wanted: Wanted) => AsyncIterable<string>;

  /** Why a whole answer may not be stored. `undefined` stands for one that is no JSON object. */
  refusal(whole: JsonObject | undefined): AdmissionRefusal | undefined;
  /** Whether an answer may be given to its very own request alone, and to none that means the same. */
  readonly bound?: (whole: JsonObject) => boolean;
  usage(whole: JsonObject): TokenUsage | undefined;
  /** The usage known after this event, given what was known before it. Cheap for events that say nothing of it. */
  eventUsage(data: string, before: TokenUsage | undefined): TokenUsage | undefined;
  /** What the answer says, to be compared with another one. */
  answerText(whole: JsonObject): string;
}
