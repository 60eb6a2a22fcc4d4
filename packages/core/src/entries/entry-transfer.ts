import { encodeEntry } from '../cache-entry.ts';
import { InvalidRequestError } from '../errors.ts';
import { parseJsonObject } from '../json.ts';
import { nextTurn } from '../next-turn.ts';
import { badLine, EXPORT_VERSION, readEntryLine, writeEntryLine } from './entry-line.ts';
import type { EntryLine, ExportEnd, ExportHeader } from './entry-line.ts';
import { currentSpace, type EntryStores } from './entry-stores.ts';
import { EntryWalk } from './entry-walk.ts';
import { entryAt, isAlias } from './stored-entry.ts';

export type ImportProgress = {
  /** Read so far, blank ones too. */
  readonly lines: number;
  readonly imported: number;
  /** The same entry, or a newer one, was there. */
  readonly unchanged: number;
  readonly expired: number;
  /** True once the last line said as many entries as had come. */
  readonly complete: boolean;
};

/** What is written at a time, in lines and in characters. */
const BATCH = 64;
const BATCH_CHARS = 4 * 2 ** 20;

/** The whole cache out to lines of text, and back. */
export class EntryTransfer {
  readonly #stores: EntryStores;
  readonly #walk: EntryWalk;

  constructor(stores: EntryStores) {
    this.#stores = stores;
    this.#walk = new EntryWalk(stores);
  }

  /** Lines without their ends: a header, one for each entry that can still answer, and how many there were. */
  async *export(signal?: AbortSignal): AsyncGenerator<string, void, undefined> {
    const { exact, semantic, clock } = this.#stores;
    const expected =
      (await exact.store.stats(signal)).entries ?? (await semantic?.vectors.stats(signal))?.entries;
    const exportedAt = clock.now();
    yield JSON.stringify({
      strata: 'export',
      version: EXPORT_VERSION,
      exportedAt,
      expected: expected ?? null,
    } satisfies ExportHeader);
    let entries = 0;
    for await (const page of this.#walk.pages(signal)) {
      for (const stored of page) {
        const line = writeEntryLine(stored);
        if (line === undefined) continue;
        entries += 1;
        yield line;
      }
    }
    yield JSON.stringify({ strata: 'end', entries } satisfies ExportEnd);
  }

  /**
   * Stores what an export holds: entries keep their age and expiry, and of two entries for one request the newer one
   * stays. Tells how far it is, and at the end once more. Rejects with `InvalidRequestError` naming the line; what came
   * before it is stored. Blank lines count and hold nothing.
   */
  async *import(
    lines: AsyncIterable<string>,
    signal?: AbortSignal,
  ): AsyncGenerator<ImportProgress, void, undefined> {
    const progress = { lines: 0, imported: 0, unchanged: 0, expired: 0, complete: false };
    let batch: EntryLine[] = [];
    let chars = 0;
    const flush = async (): Promise<void> => {
      const results = await Promise.all(batch.map((line) => this.#store(line, signal)));
      if (results.includes('replaced')) await this.#stores.exact.tier.forgetMemory();
      for (const result of results) progress[result === 'replaced' ? 'imported' : result] += 1;
      batch = [];
      chars = 0;
      await nextTurn();
    };
    let begun = false;
    let entries = 0;
    try {
      for await (const text of lines) {
        signal?.throwIfAborted();
        progress.lines += 1;
        if (text.trim() === '') continue;
        if (!begun) {
          checkHeader(text, progress.lines);
          begun = true;
          continue;
        }
        if (progress.complete) throw badLine(progress.lines, 'comes after the end');
        const end = endOf(text);
        if (end !== undefined) {
          if (end !== entries) throw badLine(progress.lines, `counts ${end} entries where ${entries} came`);
          progress.complete = true;
          continue;
        }
        batch.push(readEntryLine(text, progress.lines));
        entries += 1;
        chars += text.length;
        if (batch.length < BATCH && chars < BATCH_CHARS) continue;
        await flush();
        yield { ...progress };
      }
      if (!begun) throw badLine(1, 'is missing: an export begins with its header');
    } catch (error) {
      // A line that cannot be used: those before it wait in the batch, and are as good as any.
      if (error instanceof InvalidRequestError) await flush();
      throw error;
    }
    await flush();
    yield { ...progress };
  }

  async #store(
    line: EntryLine,
    signal?: AbortSignal,
  ): Promise<'imported' | 'replaced' | 'unchanged' | 'expired'> {
    const { entry, tiers } = line;
    if (entry.expiresAt <= this.#stores.clock.now()) return 'expired';
    const [inExact, inSemantic] = await Promise.all([
      tiers.includes('exact') ? this.#storeExact(line, signal) : 'unchanged',
      tiers.includes('semantic') ? this.#storeSemantic(line, signal) : 'unchanged',
    ]);
    if (inExact === 'replaced') return 'replaced';
    return inExact === 'imported' || inSemantic === 'imported' ? 'imported' : 'unchanged';
  }

  async #storeExact(
    { entry }: EntryLine,
    signal?: AbortSignal,
  ): Promise<'imported' | 'replaced' | 'unchanged'> {
    const { store } = this.#stores.exact;
    const { fingerprint: id } = entry;
    const known = entryAt(id, await store.get(id, signal));
    if (known !== undefined && known.createdAt >= entry.createdAt) return 'unchanged';
    await store.set(id, encodeEntry(entry), entry.expiresAt, signal);
    return known === undefined ? 'imported' : 'replaced';
  }

  /** Of another embedder's vectors only the text is of use: it is embedded anew. */
  async #storeSemantic(line: EntryLine, signal?: AbortSignal): Promise<'imported' | 'unchanged'> {
    const { semantic, feedback } = this.#stores;
    const { entry, point } = line;
    const space = await currentSpace(this.#stores, signal);
    if (semantic === undefined || space === undefined || point === undefined || isAlias(entry))
      return 'unchanged';
    const { fingerprint: id, createdAt, expiresAt } = entry;
    const known = entryAt(id, await semantic.vectors.read(space, id, signal));
    if (known !== undefined && known.createdAt >= createdAt) return 'unchanged';
    const { text, partition } = point;
    if (point.space !== space)
      return (await semantic.tier.write({ text, partition }, entry, undefined)) ? 'imported' : 'unchanged';
    const minScore = Math.max(point.minScore, await feedback.minScore(id, signal));
    const life = { id, createdAt, expiresAt, minScore, entry: encodeEntry(entry) };
    await semantic.vectors.upsert({ ...point, ...life }, signal);
    return 'imported';
  }
}

function checkHeader(text: string, line: number): void {
  const header = parseJsonObject(text);
  if (header?.['strata'] !== 'export') throw badLine(line, 'is no header of an export');
  if (header['version'] !== EXPORT_VERSION) {
    throw new InvalidRequestError(
      `The export is of version ${String(header['version'])}; this is ${EXPORT_VERSION}.`,
      {
        param: `line ${line}`,
      },
    );
  }
}

/** How many entries the last line speaks of; `undefined` for any other line. */
function endOf(text: string): number | undefined {
  if (!text.startsWith('{"strata":"end"')) return undefined;
  const entries = parseJsonObject(text)?.['entries'];
  return typeof entries === 'number' ? entries : undefined;
}
