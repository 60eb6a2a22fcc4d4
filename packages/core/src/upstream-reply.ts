import { isOwed, type Charged } from './account.ts';
import { textRefusal, type AdmissionRefusal } from './admission.ts';
import type { AnswerBody } from './answer.ts';
import type { TokenUsage } from './completion.ts';
import { UpstreamError } from './errors.ts';
import { parseJsonObject, type JsonObject } from './json.ts';
import type { UpstreamAnswer } from './ports/upstream.ts';
import type { Protocol, StreamAssembler, Wanted } from './protocols/protocol.ts';
import { Recording, type RecordingOptions } from './recording.ts';
import { untilAborted } from './until-aborted.ts';

/** A complete answer: its bytes as they are stored, parsed (absent for what is no JSON object), and whether it may be stored. */
export type FinishedReply = {
  readonly bytes: Uint8Array;
  readonly whole: JsonObject | undefined;
  readonly refusal: AdmissionRefusal | undefined;
};

/** What the upstream says, for any number of callers, each in the form it asked for. */
export interface UpstreamReply {
  readonly status: number;
  /** The model that answered in place of the one asked for. */
  readonly substitute: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Waits no longer than the caller's signal. Rejects when the answer breaks off. */
  bodyFor(wanted: Wanted, signal: AbortSignal): Promise<AnswerBody>;
  /** Ends with the answer; `undefined` when it grew too large to keep. Rejects when it breaks off. */
  readonly finished: Promise<FinishedReply | undefined>;
  usage(): TokenUsage | undefined;
}

/** The call is charged when the answer ends, before anybody hears of its end. */
export type ReplyOptions = RecordingOptions & Charged & { readonly protocol: Protocol };

export function upstreamReply(answer: UpstreamAnswer, options: ReplyOptions): UpstreamReply {
  return answer.kind === 'whole' ? new WholeReply(answer, options) : new LiveReply(answer, options);
}

/** A finished answer in the form a caller asked for. What cannot be replayed is passed on as it is. */
export function bodyOf(bytes: Uint8Array, whole: JsonObject | undefined, as: WantedAs): AnswerBody {
  const { protocol, wanted } = as;
  const events = wanted.stream && whole !== undefined ? protocol.replay(whole, wanted) : undefined;
  return events === undefined
    ? { kind: 'whole', bytes }
    : { kind: 'replay', events, framing: protocol.framing };
}

type WantedAs = { readonly protocol: Protocol; readonly wanted: Wanted };

class WholeReply implements UpstreamReply {
  readonly status: number;
  readonly substitute: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly finished: Promise<FinishedReply>;
  readonly #reply: FinishedReply;
  readonly #protocol: Protocol;

  constructor(answer: UpstreamAnswer & { kind: 'whole' }, { protocol, charge }: ReplyOptions) {
    this.status = answer.status;
    this.substitute = answer.substitute;
    this.headers = answer.headers;
    this.#protocol = protocol;
    const whole = parseJsonObject(Buffer.from(answer.body).toString());
    const refusal = protocol.refusal(whole) ?? textRefusal(answer.body);
    this.#reply = { bytes: answer.body, whole, refusal };
    this.finished = Promise.resolve(this.#reply);
    charge({ usage: this.usage(), events: 0, headers: this.headers, substitute: this.substitute });
  }

  bodyFor(wanted: Wanted): Promise<AnswerBody> {
    return Promise.resolve(
      bodyOf(this.#reply.bytes, this.#reply.whole, { protocol: this.#protocol, wanted }),
    );
  }

  usage(): TokenUsage | undefined {
    return this.#reply.whole === undefined ? undefined : this.#protocol.usage(this.#reply.whole);
  }
}

class LiveReply implements UpstreamReply {
  readonly status: number;
  readonly substitute: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly finished: Promise<FinishedReply | undefined>;
  readonly #recording: Recording;
  readonly #protocol: Protocol;
  readonly #maxBytes: number;
  readonly #charged: Charged;
  #events = 0;
  readonly #isDamaged: () => boolean;
  /** Until the answer turns out to be unreadable, or too large to keep. */
  #assembler: StreamAssembler | undefined;
  /** Events taken since the assembled answer was last measured, in characters. */
  #unmeasured = 0;
  /** Somebody waits for the answer in one piece: it is put together however large it grows. */
  #wholeWanted = false;
  #tooLarge = false;
  #usage: TokenUsage | undefined;

  constructor(answer: UpstreamAnswer & { kind: 'stream' }, options: ReplyOptions) {
    this.status = answer.status;
    this.substitute = answer.substitute;
    this.headers = answer.headers;
    this.#recording = new Recording(options);
    this.#protocol = options.protocol;
    this.#maxBytes = options.maxBytes;
    this.#charged = options;
    this.#isDamaged = answer.isDamaged ?? (() => false);
    this.#assembler = options.protocol.assembler();
    this.finished = this.#record(answer.events);
    // Every caller hears of a break through its own body; here it may be nobody's.
    this.finished.catch(() => {});
  }

  async bodyFor(wanted: Wanted, signal: AbortSignal): Promise<AnswerBody> {
    if (wanted.stream) {
      const events = this.#recording.read(signal);
      const { framing, shown } = this.#protocol;
      return { kind: 'live', framing, events: shown?.(events, wanted) ?? events };
    }
    this.#wholeWanted = true;
    const reply = await untilAborted(this.finished, signal);
    if (reply?.whole === undefined) {
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
        this.#events += 1;
        // Clients first: the push wakes them, and the parsing here happens while they are served.
        const pushed = this.#recording.push(data);
        this.#assemble(data);
        await pushed;
      }
    } catch (error) {
      if (isOwed(error, { signal: this.#charged.signal, events: this.#events })) this.#charge();
      this.#recording.fail(error);
      throw error;
    }
    const reply = this.#finish();
    this.#charge();
    this.#recording.end();
    return reply;
  }

  #charge(): void {
    const { headers, substitute } = this;
    this.#charged.charge({ usage: this.#usage, events: this.#events, headers, substitute });
  }

  #assemble(data: string): void {
    this.#usage = this.#protocol.eventUsage(data, this.#usage);
    if (this.#assembler === undefined) return;
    try {
      this.#assembler.push(data);
      this.#unmeasured += data.length;
      if (this.#unmeasured > this.#maxBytes && !this.#wholeWanted) this.#measure();
    } catch {
      this.#assembler = undefined;
    }
  }

  /** What is stored is the answer, not its events, which take many times its size: so its own size decides. */
  #measure(): void {
    this.#unmeasured = 0;
    if ((JSON.stringify(this.#assembler?.whole())?.length ?? 0) <= this.#maxBytes) return;
    this.#assembler = undefined;
    this.#tooLarge = true;
  }

  /** Never throws: whoever reads the stream has had all of it, and waits for its end alone. */
  #finish(): FinishedReply | undefined {
    if (this.#tooLarge) return undefined;
    try {
      const whole = this.#assembler?.whole();
      const bytes = whole === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(whole));
      const damage = this.#isDamaged() ? 'not-utf8' : undefined;
      return { bytes, whole, refusal: this.#protocol.refusal(whole) ?? damage };
    } catch {
      return { bytes: new Uint8Array(), whole: undefined, refusal: 'not-json' };
    }
  }
}
