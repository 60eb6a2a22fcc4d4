export * from './judge.ts';
export * from './threshold-judge.ts';
