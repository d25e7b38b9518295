/** Throws where a loss is not a number: a step that diverged, or was never done, must not be timed. */
export function checkLoss(loss: number | undefined): void {
  if (loss === undefined || !Number.isFinite(loss)) throw new Error(`the loss of a timed step is ${loss}`);
}
