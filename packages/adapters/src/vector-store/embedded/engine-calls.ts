import type { PointScan, ScanPage, StoreStats, VectorMatch, VectorPoint, VectorQuery } from '@strata/core';

/** The calls that go to the engine's thread, each with what it is given and what it answers. All can be cloned. */
export type EngineCalls = {
  readonly search: { readonly given: VectorQuery; readonly answer: readonly VectorMatch[] };
  readonly searchAll: {
    readonly given: Omit<VectorQuery, 'partition'>;
    readonly answer: readonly VectorMatch[];
  };
  readonly scan: { readonly given: PointScan; readonly answer: ScanPage<VectorPoint> };
  readonly read: { readonly given: PointAt; readonly answer: Uint8Array | undefined };
  readonly upsert: { readonly given: VectorPoint & { readonly now: number }; readonly answer: undefined };
  readonly setMinScore: {
    readonly given: Omit<PointAt, 'now'> & { readonly minScore: number };
    readonly answer: undefined;
  };
  readonly delete: { readonly given: PointAt; readonly answer: boolean };
  /** Removes expired points, a few milliseconds of work; answers whether there are more. */
  readonly sweep: { readonly given: { readonly now: number }; readonly answer: boolean };
  readonly clear: { readonly given: undefined; readonly answer: undefined };
  readonly ping: { readonly given: undefined; readonly answer: undefined };
  readonly stats: { readonly given: undefined; readonly answer: StoreStats };
  readonly close: { readonly given: undefined; readonly answer: undefined };
};

export type EngineMethod = keyof EngineCalls;

type Answering<M extends EngineMethod> = EngineCalls[M]['answer'] | Promise<EngineCalls[M]['answer']>;

/** What serves them. */
export type EngineMethods = { [M in EngineMethod]: (given: EngineCalls[M]['given']) => Answering<M> };

/** `now`: points that expired by this instant are gone. */
export type PointAt = { readonly space: string; readonly id: string; readonly now: number };

/** What the engine's thread is started with. */
export type EngineSettings = {
  /** The directory of its files; `undefined` keeps all in memory. */
  readonly directory: string | undefined;
  readonly maxPoints: number;
  readonly maxBytes: number;
  readonly maxIndexBytes: number;
  readonly exactLimit: number;
};

export type EngineRequest = { readonly call: number; readonly method: EngineMethod; readonly given: unknown };

export type EngineReply =
  | { readonly kind: 'answer'; readonly call: number; readonly answer: unknown }
  | {
      readonly kind: 'failure';
      readonly call: number;
      readonly code: string;
      readonly message: string;
      /** What an operator may do about it. */
      readonly advice?: string;
    }
  | { readonly kind: 'problem'; readonly problem: string };
