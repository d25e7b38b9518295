import type { BlockConfig } from '../../models/config';
import type { LatencyColumns } from '../sampling/latency';
import type { ContenderStatus } from './contender_status';
import type { CurveColumns } from './curve';

/** Values in order; null: not measured. */
export type ReportColumn = (number | null)[];

/** The report of a contender with one seed in `window.unroll.runs()`, the page's JSON, and `headless run`. Arrays of a group have equal length. */
export interface RunReport {
  /** Of the contender. */
  readonly name: string;
  /** Its place in the config, from 0. */
  readonly contender: number;
  /** Of its weights and its data. */
  readonly seed: number;
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
