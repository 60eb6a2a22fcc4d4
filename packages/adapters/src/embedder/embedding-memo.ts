import { DependencyError, untilAborted, type Embedding } from '@strata/core';
import { LRUCache } from 'lru-cache';

/** Computes one embedding for each text, in their order. The texts are all different. */
export type ComputeEmbeddings = (
  texts: readonly string[],
  signal: AbortSignal,
) => Promise<readonly Embedding[]>;

export type EmbeddingMemoOptions = {
  readonly compute: ComputeEmbeddings;
  /** How many recent texts to remember; 0 remembers none. */
  readonly maxTexts: number;
};

/** How many texts were remembered, shared a computation under way, or were computed. */
export type MemoStats = { readonly recalled: number; readonly joined: number; readonly computed: number };

/** A computation under way. It is aborted when the last caller that waits for it has left. */
type Flight = { readonly controller: AbortController; waiters: number; landed: boolean };

type Seat = { readonly flight: Flight; readonly embedding: Promise<Embedding> };

// Longer texts are beyond every window, so nobody asks about them twice; they would only fill the memory.
const MAX_CHARACTERS = 4_096;

/**
 * Remembers recent texts and lets equal texts that are asked at the same time share one computation.
 * The vectors it gives are shared: callers must not write to them.
 */
export class EmbeddingMemo {
  readonly #compute: ComputeEmbeddings;
  readonly #recent: LRUCache<string, Embedding> | undefined;
  readonly #underWay = new Map<string, Seat>();
  #space = '';
  #recalled = 0;
  #joined = 0;
  #computed = 0;

  constructor({ compute, maxTexts }: EmbeddingMemoOptions) {
    this.#compute = compute;
    this.#recent = maxTexts > 0 ? new LRUCache({ max: maxTexts }) : undefined;
  }

  get stats(): MemoStats {
    return { recalled: this.#recalled, joined: this.#joined, computed: this.#computed };
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Embedding[]> {
    signal?.throwIfAborted();
    const known = new Map<string, Embedding>();
    const missing = new Set<string>();
    for (const text of texts) {
      const embedding = this.#recent?.get(text);
      if (embedding === undefined) missing.add(text);
      else known.set(text, embedding);
    }
    this.#recalled += known.size;
    if (missing.size > 0) await this.#obtain([...missing], known, signal);
    return texts.map((text) => known.get(text)).filter((embedding) => embedding !== undefined);
  }

  async #obtain(
    texts: readonly string[],
    known: Map<string, Embedding>,
    signal?: AbortSignal,
  ): Promise<void> {
    const seats = this.#seatsFor(texts);
    const flights = new Set(seats.map((seat) => seat.flight));
    for (const flight of flights) flight.waiters += 1;
    try {
      const embeddings = await untilAborted(Promise.all(seats.map((seat) => seat.embedding)), signal);
      for (const [index, embedding] of embeddings.entries()) known.set(texts[index] ?? '', embedding);
    } finally {
      for (const flight of flights) leave(flight);
    }
  }

  #seatsFor(texts: readonly string[]): readonly Seat[] {
    const absent = texts.filter((text) => !this.#underWay.has(text));
    this.#joined += texts.length - absent.length;
    if (absent.length > 0) this.#takeOff(absent);
    return texts.map((text) => this.#underWay.get(text)).filter((seat) => seat !== undefined);
  }

  #takeOff(texts: readonly string[]): void {
    const flight: Flight = { controller: new AbortController(), waiters: 0, landed: false };
    const embeddings = this.#fly(texts, flight.controller.signal);
    const seats = new Map<string, Seat>();
    for (const [index, text] of texts.entries()) {
      seats.set(text, { flight, embedding: embeddings.then((all) => present(all[index])) });
    }
    const land = (): void => {
      flight.landed = true;
      for (const [text, seat] of seats) if (this.#underWay.get(text) === seat) this.#underWay.delete(text);
    };
    for (const [text, seat] of seats) this.#underWay.set(text, seat);
    // Nobody may join a computation that has ended, nor one that everybody else has left.
    flight.controller.signal.addEventListener('abort', land, { once: true });
    embeddings.then(land, land);
  }

  async #fly(texts: readonly string[], signal: AbortSignal): Promise<readonly Embedding[]> {
    const embeddings = await this.#compute(texts, signal);
    this.#computed += texts.length;
    for (const [index, text] of texts.entries()) this.#remember(text, embeddings[index]);
    return embeddings;
  }

  #remember(text: string, embedding: Embedding | undefined): void {
    if (embedding === undefined || text.length > MAX_CHARACTERS) return;
    // Another model answers now: what is remembered does not compare with it.
    if (embedding.space !== this.#space) this.#recent?.clear();
    this.#space = embedding.space;
    this.#recent?.set(text, embedding);
  }
}

function leave(flight: Flight): void {
  flight.waiters -= 1;
  if (flight.waiters === 0 && !flight.landed) flight.controller.abort();
}

function present(embedding: Embedding | undefined): Embedding {
  if (embedding !== undefined) return embedding;
  throw new DependencyError('The embedder gave fewer embeddings than texts.', { code: 'invalid_response' });
}
