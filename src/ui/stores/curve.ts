import { type CurveColumns, type CurvePoints, curveColumns, curveColumnsOf } from '../../lab/race/curve';
import { type LatencyColumns, latencyColumnsOf } from '../../lab/sampling/latency';
import { Series } from './series';

/** One contender's history: columns of equal length, NaN where nothing was measured. */
export type Curve = CurveColumns<Series>;

export function emptyCurve(): Curve {
  return curveColumnsOf(() => new Series());
}

export function appendPoints(curve: Curve, points: CurvePoints): void {
  for (const column of curveColumns) curve[column].append(points[column]);
}

/** A copy of its points. */
export function copyCurve(curve: Curve): CurvePoints {
  return curveColumnsOf(column => curve[column].view().slice());
}

/** Removes the points after a step, because it is trained again from there. */
export function truncateCurve(curve: Curve, step: number): void {
  const after = curve.step.view().findIndex(at => at > step);
  if (after < 0) return;
  for (const column of curveColumns) curve[column].truncate(after);
}

/** The cost of sampled tokens. */
export type Latency = LatencyColumns<Series>;

export function emptyLatency(): Latency {
  return latencyColumnsOf(() => new Series());
}
