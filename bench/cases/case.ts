import type { Backend } from '../../src/gpu/backend';
import type { CountedCase, MeasuredCase, Subject } from '../../src/lab/measure/subject';

/** A peer by the name of its package, or another way of our own. */
export type Peer = '@jax-js/jax' | '@tensorflow/tfjs' | 'layer by layer' | 'naive';

/** One timed row of a table: what we do, and what the peers do for the same purpose. */
export interface BenchCase extends MeasuredCase {
  readonly peers: Readonly<Partial<Record<Peer, (backend: Backend) => Promise<Subject>>>>;
  /** What is not the same on both sides, or must be known to read the row. */
  readonly note?: string | undefined;
}

/** A table. */
export interface BenchFamily {
  readonly name: string;
  readonly title: string;
  /** What must be known to read it. */
  readonly note?: string | undefined;
  /** All rows in turns with each other, where it is the ratios between rows that matter. */
  readonly together?: boolean;
  readonly cases: readonly (BenchCase | CountedCase)[];
}
