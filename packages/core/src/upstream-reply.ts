import type { AnswerBody } from './answer.ts';
import { CompletionAssembler } from './completion-assembler.ts';
import { completionChunks } from './completion-chunks.ts';
import { choicesOf, usageOf, type TokenUsage } from './completion.ts';
import { UpstreamError } from './errors.ts';
import { parseJsonObject, type JsonObject } from './json.ts';
import type { UpstreamAnswer } from './ports/upstream.ts';
import { Recording, type RecordingOptions } from './recording.ts';
import { untilAborted } from './until-aborted.ts';
import { hideUsage } from './usage-events.ts';

/** How one caller wants the answer. */
export type Wanted = { readonly stream: boolean; readonly includeUsage: boolean };

/** A complete answer: its bytes as they are stored, and parsed. `completion` is absent for what is no JSON object. */
export type FinishedReply = { readonly bytes: Uint8Array; readonly completion: JsonObject | undefined };

/** What the upstream says, for any number of callers, each in the form it asked for. */
export interface UpstreamReply {
  readonly status: number;
  /** Another model answered in place of the one asked for. */
  readonly substitute: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Waits no longer than the caller's signal. Rejects when the answer breaks off. */
  bodyFor(wanted: Wanted, signal: AbortSignal): Promise<AnswerBody>;
  /** Ends with the answer; `undefined` when it grew too large to keep. Rejects when it breaks off. */
  readonly finished: Promise<FinishedReply | undefined>;
  usage(): TokenUsage | undefined;
}

export function upstreamReply(answer: UpstreamAnswer, options: RecordingOptions): UpstreamReply {
  return answer.kind === 'whole' ? new WholeReply(answer) : new LiveReply(answer, options);
}

/** A finished completion in the form a caller asked for. What is no completion is passed on as it is. */
export function bodyOf(bytes: Uint8Array, completion: JsonObject | undefined, wanted: Wanted): AnswerBody {
  const whole = !wanted.stream || completion === undefined || choicesOf(completion).length === 0;
  return whole ? { kind: 'whole', bytes } : { kind: 'replay', events: completionChunks(completion, wanted) };
}

class WholeReply implements UpstreamReply {
  readonly status: number;
  readonly substitute: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly finished: Promise<FinishedReply>;
  readonly #reply: FinishedReply;

  constructor(answer: UpstreamAnswer & { kind: 'whole' }) {
    this.status = answer.status;
    this.substitute = answer.substitute === true;
    this.headers = answer.headers;
    this.#reply = { bytes: answer.body, completion: parseJsonObject(Buffer.from(answer.body).toString()) };
    this.finished = Promise.resolve(this.#reply);
  }

  bodyFor(wanted: Wanted): Promise<AnswerBody> {
    return Promise.resolve(bodyOf(this.#reply.bytes, this.#reply.completion, wanted));
  }

  usage(): TokenUsage | undefined {
    return this.#reply.completion === undefined ? undefined : usageOf(this.#reply.completion);
  }
}

class LiveReply implements UpstreamReply {
  readonly status: number;
  readonly substitute: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly finished: Promise<FinishedReply | undefined>;
  readonly #recording: Recording;
  readonly #assembler = new CompletionAssembler();
  #readable = true;
  #usage: TokenUsage | undefined;

  constructor(answer: UpstreamAnswer & { kind: 'stream' }, options: RecordingOptions) {
    this.status = answer.status;
    this.substitute = answer.substitute === true;
    this.headers = answer.headers;
    this.#recording = new Recording(options);
    this.finished = this.#record(answer.events);
    // Every caller hears of a break through its own body; here it may be nobody's.
    this.finished.catch(() => {});
  }

  async bodyFor(wanted: Wanted, signal: AbortSignal): Promise<AnswerBody> {
    if (wanted.stream) {
      const events = this.#recording.read(signal);
      return { kind: 'live', events: wanted.includeUsage ? events : hideUsage(events) };
    }
    const reply = await untilAborted(this.finished, signal);
    if (reply?.completion === undefined) {
      throw new UpstreamError('The stream could not be put together into one answer.', {
        code: 'interrupted',
      });
    }
    return { kind: 'whole', bytes: reply.bytes };
  }

  usage(): TokenUsage | undefined {
    return this.#usage;
  }

  async #record(events: AsyncIterable<string>): Promise<FinishedReply | undefined> {
    try {
      for await (const data of events) {
        // Clients first: the push wakes them, and the parsing here happens while they are served.
        const pushed = this.#recording.push(data);
        this.#assemble(data);
        await pushed;
      }
    } catch (error) {
      this.#recording.fail(error);
      throw error;
    }
    const reply = this.#finish();
    this.#recording.end();
    return reply;
  }

  #assemble(data: string): void {
    if (!this.#readable || !this.#recording.complete) return;
    try {
      this.#assembler.push(data);
    } catch {
      this.#readable = false;
    }
  }

  #finish(): FinishedReply | undefined {
    if (!this.#recording.complete) return undefined;
    if (!this.#readable) return { bytes: new Uint8Array(), completion: undefined };
    const completion = this.#assembler.completion();
    this.#usage = usageOf(completion);
    return { bytes: Buffer.from(JSON.stringify(completion)), completion };
  }
}
