import type { CurvePoints } from '../../lab/worker/protocol';
import { Series } from './series';

export const curveColumns = [
  'step',
  'loss',
  'validation',
  'accuracy',
  'gradientNorm',
  'tokens',
  'flops',
  'seconds',
] as const satisfies readonly (keyof CurvePoints)[];
export type CurveColumn = (typeof curveColumns)[number];

/** One contender's history: columns of equal length, NaN where nothing was measured. */
export type Curve = Readonly<Record<CurveColumn, Series>>;

export function emptyCurve(): Curve {
  return {
    step: new Series(),
    loss: new Series(),
    validation: new Series(),
    accuracy: new Series(),
    gradientNorm: new Series(),
    tokens: new Series(),
    flops: new Series(),
    seconds: new Series(),
  };
}

export function appendPoints(curve: Curve, points: CurvePoints): void {
  for (const column of curveColumns) curve[column].append(points[column]);
}

/** Its points, apart from it. */
export function copyCurve({
  step,
  loss,
  validation,
  accuracy,
  gradientNorm,
  tokens,
  flops,
  seconds,
}: Curve): CurvePoints {
  return {
    step: step.view().slice(),
    loss: loss.view().slice(),
    validation: validation.view().slice(),
    accuracy: accuracy.view().slice(),
    gradientNorm: gradientNorm.view().slice(),
    tokens: tokens.view().slice(),
    flops: flops.view().slice(),
    seconds: seconds.view().slice(),
  };
}

/** Forgets what came after a step: it is trained again. */
export function truncateCurve(curve: Curve, step: number): void {
  const after = curve.step.view().findIndex(at => at > step);
  if (after < 0) return;
  for (const column of curveColumns) curve[column].truncate(after);
}

/** What each sampled token cost: columns of equal length, one entry per timed group of tokens. */
export interface Latency {
  readonly position: Series;
  /** Per token. */
  readonly milliseconds: Series;
  /** Of carried state. */
  readonly bytes: Series;
}

export function emptyLatency(): Latency {
  return { position: new Series(), milliseconds: new Series(), bytes: new Series() };
}
