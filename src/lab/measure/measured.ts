import type { Facts, Work } from './subject';
import type { Timing } from './timing';

// What the page's measurement of a machine is made of; no engine in it, so that the page can read it.

/** Tables in the order in which they are measured: the limits first, then what they limit. */
export const tableNames = ['machine', 'matmul', 'training', 'scan', 'decode', 'bytes'] as const;

export type TableName = (typeof tableNames)[number];

/** One row of a table, measured. */
export interface MeasuredRow {
  readonly table: TableName;
  readonly name: string;
  /** Absent where only counts are told. */
  readonly work?: Work | undefined;
  readonly timing?: Timing | undefined;
  /** FLOPs of one repetition; absent where arithmetic is not what it is about. */
  readonly flops?: number | undefined;
  readonly facts: Facts;
  /** Why it could not be measured. */
  readonly failure?: string | undefined;
}

/** What calibration found for a kernel at dims of one class. */
export interface KernelChoice {
  /** See gpu/variants.ts: the kernel's name and the class of its dims. */
  readonly key: string;
  /** The variant that is used without calibration. */
  readonly usual: string;
  /** The one that is fastest here; the usual one unless another is faster beyond the scatter of the times. */
  readonly chosen: string;
  /** Milliseconds of one dispatch, medians. */
  readonly usualMilliseconds: number;
  readonly chosenMilliseconds: number;
}
