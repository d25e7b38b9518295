/** What a step or an evaluation found. */
export interface StepResult {
  /** Nats per scored token, mean over the batch; NaN where nothing is scored. */
  readonly loss: number;
  readonly scored: number;
  readonly correct: number;
  /** Global norm before clipping; 0 for an evaluation. */
  readonly gradientNorm: number;
}

/** The device holds the results of this many steps and evaluations: at most so many between two reads. */
export const RESULT_SLOTS = 128;
/** Numbers of a result: mean loss, scored targets, right ones, gradient norm. */
export const RESULT_WIDTH = 4;

/**
 * Whether a step's loss or gradient is not finite although something was scored. Without scored positions there is no loss, and
 * no divergence.
 */
export function isDiverged({ loss, scored, gradientNorm }: StepResult): boolean {
  return (scored > 0 && !Number.isFinite(loss)) || !Number.isFinite(gradientNorm);
}

/** Several results as one: the mean loss over all scored positions. */
export function joinResults(results: readonly StepResult[]): StepResult {
  const asked = results.filter(({ scored }) => scored > 0);
  const scored = asked.reduce((sum, result) => sum + result.scored, 0);
  const loss = asked.reduce((sum, result) => sum + result.loss * result.scored, 0) / scored;
  const correct = asked.reduce((sum, result) => sum + result.correct, 0);
  return { loss, scored, correct, gradientNorm: 0 };
}
