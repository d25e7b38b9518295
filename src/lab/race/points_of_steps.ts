import type { CurvePoints } from './curve';
import type { CurveOffset } from './snapshot';
import type { StepResult } from './step_result';
import { type StageWork, workOf } from './work';

interface Course {
  /** Trained before these steps, and after them. */
  readonly seconds: readonly [from: number, to: number];
  readonly work: readonly StageWork[];
  /** Tokens and FLOPs before the first step. */
  readonly offset: CurveOffset | undefined;
}

/** The points of the steps after `before`, without a validation. Each step takes as long as the others. */
export function pointsOfSteps(
  results: readonly StepResult[],
  before: number,
  { seconds: [from, to], work, offset }: Course,
): CurvePoints {
  const n = results.length;
  const done = results.map((_, i) => workOf(work, before + i + 1));
  const { tokens = 0, flops = 0 } = offset ?? {};
  const column = (value: (index: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => value(i));
  return {
    step: column(i => before + i + 1),
    loss: column(i => results[i]?.loss ?? Number.NaN),
    validation: column(() => Number.NaN),
    accuracy: column(() => Number.NaN),
    gradientNorm: column(i => results[i]?.gradientNorm ?? Number.NaN),
    tokens: column(i => tokens + (done[i]?.tokens ?? Number.NaN)),
    flops: column(i => flops + (done[i]?.flops ?? Number.NaN)),
    seconds: column(i => from + ((to - from) * (i + 1)) / n),
  };
}
