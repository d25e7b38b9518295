import type { Facts, Work } from './subject';
import type { Timing } from './timing';

// Types of the page's measurement of a machine. They import no engine, so the page can read them.

/** Tables in the order of measurement: the limits first, then the work that they limit. */
export const tableNames = ['machine', 'matmul', 'training', 'scan', 'decode', 'bytes'] as const;

export type TableName = (typeof tableNames)[number];

/** One row of a table, measured. */
export interface MeasuredRow {
  readonly table: TableName;
  readonly name: string;
  /** Absent in tables of counts. */
  readonly work?: Work | undefined;
  readonly timing?: Timing | undefined;
  /** FLOPs of one repetition; absent if arithmetic is not the subject. */
  readonly flops?: number | undefined;
  readonly facts: Facts;
  /** Why it could not be measured. */
  readonly failure?: string | undefined;
}

/** The result of calibration for a kernel at dims of one class. */
export interface KernelChoice {
  /** See gpu/variants.ts: the kernel's name and the class of its dims. */
  readonly key: string;
  /** The variant that is used without calibration. */
  readonly usual: string;
  /** The fastest variant here; the usual one unless another is faster by more than the scatter of the times. */
  readonly chosen: string;
  /** Milliseconds of one dispatch, medians. */
  readonly usualMilliseconds: number;
  readonly chosenMilliseconds: number;
}
