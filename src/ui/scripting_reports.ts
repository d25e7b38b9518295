import type { Inspection } from '../lab/inspect/inspection';
import type { LatencyReport } from '../lab/race/run_report';
import type { TapeColumns } from '../lab/sampling/tape';
import type { Answer } from '../lab/worker/protocol';

/** What a look inside a contender came to. */
export interface InspectReport {
  readonly name: string;
  readonly seed: number;
  /** The step at which the contender was inspected. */
  readonly step: number;
  readonly inspection: Inspection;
}

/** What a contender wrote. */
export interface SampleReport {
  readonly name: string;
  /** Of its weights. */
  readonly seed: number;
  readonly text: string;
  /** For a played task: every answer, and how many of the requested ones are right. */
  readonly answers: readonly Answer[];
  readonly right: number;
  readonly asked: number;
  /** Why the contender was not sampled; absent: it was. */
  readonly skipped?: string | undefined;
  /** The costs of this sample only. */
  readonly latency: LatencyReport;
  /** Whether this lane recomputed the whole prefix for every token. */
  readonly naive: boolean;
  /** Tokens at its finish line. */
  readonly finish: number;
  /** Where it was at the end of each of its turns. */
  readonly tape: TapeColumns<number[]>;
}
