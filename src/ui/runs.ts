import type { ContenderStatus } from '../lab/contender_status';
import type { BlockConfig } from '../models/config';
import type { CurveColumn } from './stores/curve';
import type { RunState } from './stores/run_state';
import { stepsOf } from './stores/run_state';
import type { Series } from './stores/series';

/** What `window.unroll.runs()` and the JSON export say of a contender. Arrays of a group have equal length; null: not measured. */
export interface RunReport {
  readonly name: string;
  readonly blocks: readonly BlockConfig[];
  /** Null until the run is loaded. */
  readonly parameters: number | null;
  readonly status: ContenderStatus;
  readonly step: number;
  readonly curve: Readonly<Record<CurveColumn, (number | null)[]>>;
  /** With carried state; positions in tokens, milliseconds per token, bytes of state. */
  readonly latency: LatencyReport;
  /** The same, recomputing the whole prefix for every token. */
  readonly naiveLatency: LatencyReport;
}

export interface LatencyReport {
  readonly position: (number | null)[];
  readonly milliseconds: (number | null)[];
  readonly bytes: (number | null)[];
}

export function runsOf(state: RunState): RunReport[] {
  return state.contenders.map(contender => {
    const { name, blocks, report, status, curve, latency } = contender;
    return {
      name,
      blocks: structuredClone(blocks),
      parameters: report?.parameters ?? null,
      status,
      step: stepsOf(contender),
      curve: {
        step: plain(curve.step),
        loss: plain(curve.loss),
        validation: plain(curve.validation),
        accuracy: plain(curve.accuracy),
        gradientNorm: plain(curve.gradientNorm),
        tokens: plain(curve.tokens),
        flops: plain(curve.flops),
        seconds: plain(curve.seconds),
      },
      latency: latencyOf(latency.carried),
      naiveLatency: latencyOf(latency.naive),
    };
  });
}

function latencyOf({
  position,
  milliseconds,
  bytes,
}: RunState['contenders'][number]['latency']['carried']): LatencyReport {
  return { position: plain(position), milliseconds: plain(milliseconds), bytes: plain(bytes) };
}

function plain(series: Series): (number | null)[] {
  return Array.from(series.view(), value => (Number.isFinite(value) ? value : null));
}
