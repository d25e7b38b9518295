import type { Backend } from '../../gpu/backend';

/** Counts by their name in the table: 'dispatches', 'planned bytes'. */
export type Facts = Readonly<Record<string, number>>;

export interface Subject {
  /** Does the work `times` times; resolves when the last is done. */
  run(times: number): Promise<void>;
  /** Prepares `run`, off the clock. */
  rewind?(): Promise<void>;
  /** Waits for an answer that no work comes before, as `run` waits for its own. */
  idle?(): Promise<void>;
  /** Most repetitions of a sample. */
  readonly most?: number;
  facts(): Facts;
  destroy(): void;
}

/**
 * The work of one repetition. FLOP: 2 per multiply-add. Byte: read or written. Update: one state of one channel at one token.
 * Redraw: of a chart. Save: of all contenders of a race.
 */
export interface Work {
  readonly unit: 'FLOP' | 'byte' | 'update' | 'step' | 'token' | 'redraw' | 'save';
  readonly amount: number;
}

/** One timed row of a table. */
export interface MeasuredCase {
  readonly name: string;
  readonly work: Work;
  /** FLOPs of one repetition, for its share of the machine's peak; absent if arithmetic is not the subject. */
  readonly flops?: number | undefined;
  /** Throws MemoryError if the device has no room. */
  ours(backend: Backend): Promise<Subject>;
}

/** One row of a table of counts, the same on every machine. */
export interface CountedCase {
  readonly name: string;
  count(): Promise<Facts>;
}
