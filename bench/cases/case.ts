import type { Backend } from '../../src/gpu/backend';
import type { CountedCase, MeasuredCase, Subject } from '../../src/lab/measure/subject';

/** A peer by its package's name, or another way of ours. */
export type Peer = '@jax-js/jax' | '@tensorflow/tfjs' | 'layer by layer' | 'naive';

/** One timed row of a table: our work, and the peers' work for the same purpose. */
export interface BenchCase extends MeasuredCase {
  readonly peers: Readonly<Partial<Record<Peer, (backend: Backend) => Promise<Subject>>>>;
  /** Differences between the sides, or other notes on the row. */
  readonly note?: string | undefined;
}

/** A table. */
export interface BenchFamily {
  readonly name: string;
  readonly title: string;
  /** Notes on the table. */
  readonly note?: string | undefined;
  /** Measures all rows in turns, because the ratios between rows matter. */
  readonly together?: boolean;
  readonly cases: readonly (BenchCase | CountedCase)[];
}
