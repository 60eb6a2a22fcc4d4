import { StringDecoder } from 'node:string_decoder';

/** What stands for bytes that are no UTF-8, or for itself. */
const REPLACEMENT = '\ufffd';
/** Its own bytes, each as a character. */
const ITS_BYTES = '\xef\xbf\xbd';

/** Bytes into text as they come, and word of whether all of them were UTF-8. */
export class Utf8Text {
  readonly #decoder = new StringDecoder('utf8');
  /** The last two bytes: a character that began there is told with what comes next. */
  #before: Uint8Array = new Uint8Array();
  #damaged = false;

  /** Whether U+FFFD stands for bytes that were not its own. */
  get damaged(): boolean {
    return this.#damaged;
  }

  write(chunk: Uint8Array): string {
    const text = this.#decoder.write(chunk);
    if (text.includes(REPLACEMENT)) {
      const bytes = Buffer.concat([this.#before, chunk]).toString('latin1');
      if (countOf(REPLACEMENT, text) !== countOf(ITS_BYTES, bytes)) this.#damaged = true;
    }
    const last = chunk.length > 1 ? chunk : Buffer.concat([this.#before, chunk]);
    this.#before = last.subarray(-2);
    return text;
  }

  /** What is left: a character that was cut. */
  end(): string {
    const text = this.#decoder.end();
    if (text !== '') this.#damaged = true;
    return text;
  }
}

function countOf(part: string, text: string): number {
  return text.split(part).length - 1;
}
