import type { CountedCase, MeasuredCase, Subject } from '../../src/lab/measure/subject';

/** The work of a row by others. A maker throws where the peer is not on this machine. */
export type Peers = Readonly<Record<string, () => Promise<Subject>>>;

/** One timed row of a table: our work on each backend, and the peers' work for the same purpose. */
export interface BenchCase extends MeasuredCase {
  readonly peers?: Peers;
  /** Only what the page chooses on this machine does it. */
  readonly chosenAlone?: boolean;
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
