import type { Asked } from './measure';
import type { FamilyResult } from './result';

/** What the worker runs: all but charts, as in the page. */
export type Call =
  | { readonly call: 'open' }
  | { readonly call: 'measure'; readonly family: string; readonly asked: Asked };

export interface Machine {
  readonly own: readonly string[];
  readonly adapter: string | undefined;
  readonly software: boolean;
}

/** In the order of the calls. */
export type Answer =
  | { readonly answer: 'opened'; readonly machine: Machine }
  | { readonly answer: 'measured'; readonly result: FamilyResult }
  | { readonly answer: 'failed'; readonly message: string };
