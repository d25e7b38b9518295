import type { CurvePoints } from './curve';
import { isDiverged, type StepResult } from './step_result';

/** Points whose last one has a validation. */
export function validated(points: CurvePoints, validation: StepResult): CurvePoints {
  const withLast = (column: Float64Array, value: number): Float64Array =>
    column.map((own, i) => (i === column.length - 1 ? value : own));
  // Among logits that are NaN none is the largest.
  const accuracy = isDiverged(validation) ? Number.NaN : validation.correct / validation.scored;
  return {
    ...points,
    validation: withLast(points.validation, validation.loss),
    accuracy: withLast(points.accuracy, accuracy),
  };
}
