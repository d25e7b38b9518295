import type { Asked } from './measure';
import type { BenchResult, FamilyResult } from './result';

/** What the worker runs: all but charts, as in the page. */
export type Call =
  | { readonly call: 'open' }
  | { readonly call: 'measure'; readonly family: string; readonly asked: Asked };

/** What the worker found on this machine. */
export type Machine = Pick<BenchResult, 'own' | 'adapter' | 'software' | 'wasmBuild'>;

/** In the order of the calls. */
export type Answer =
  | { readonly answer: 'opened'; readonly machine: Machine }
  | { readonly answer: 'measured'; readonly result: FamilyResult }
  | { readonly answer: 'failed'; readonly message: string };
