import type { Backend } from '../../gpu/backend';

/** Something that can be timed. */
export interface Subject {
  /** Does the work `times` over; resolves when the last is done. */
  run(times: number): Promise<void>;
  /** Counts that need no clock, by what the table calls them: 'dispatches', 'planned bytes'. */
  readonly facts?: Readonly<Record<string, number>>;
  destroy(): void;
}

/** What one repetition amounts to. FLOP: 2 per multiply-add. Byte: read or written. Update: one state of one channel at one token. */
export interface Work {
  readonly unit: 'FLOP' | 'byte' | 'update' | 'step' | 'token';
  readonly amount: number;
}

/** One row of the table. */
export interface MeasuredCase {
  readonly name: string;
  readonly work: Work;
  /** Throws MemoryError where the device has no room. */
  ours(backend: Backend): Promise<Subject>;
}
