import type { BlockConfig } from '../../models/config';
import type { LatencyColumns } from '../sampling/latency';
import type { ContenderStatus } from './contender_status';
import type { CurveColumns } from './curve';

/** Values in order; null: not measured. */
export type ReportColumn = (number | null)[];

/** The report of a contender in `window.unroll.runs()`, the page's JSON, and `headless run`. Arrays of a group have equal length. */
export interface RunReport {
  readonly name: string;
  readonly blocks: readonly BlockConfig[];
  /** Null until the run is loaded. */
  readonly parameters: number | null;
  /** `interrupted`: a signal ended headless before this contender had trained all steps. */
  readonly status: ContenderStatus | 'interrupted';
  readonly step: number;
  readonly curve: CurveColumns<ReportColumn>;
  /** With carried state. */
  readonly latency: LatencyReport;
  /** The same, recomputing the whole prefix for every token. */
  readonly naiveLatency: LatencyReport;
}

export type LatencyReport = LatencyColumns<ReportColumn>;
