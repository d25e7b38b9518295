import type { CurveColumn } from '../../lab/race/curve';
import type { MemberRun } from '../stores/run_state';

/** What a contender has measured: its columns, all of one length. */
export interface Measured {
  readonly column: (name: CurveColumn) => Float64Array;
  /** Of its training plan on the device; NaN: not known. */
  readonly plannedBytes: number;
}

/** The values of a contender, one for each step. NaN: not measured. */
export type Values = (of: Measured) => Float64Array;

export function measuredOf({ curve, report }: Pick<MemberRun, 'curve' | 'report'>): Measured {
  return { column: name => curve[name].view(), plannedBytes: report?.plannedBytes ?? Number.NaN };
}
