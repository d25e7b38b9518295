import type { SampledGroup } from '../sampling/sampler';

/** Throws for a loss that is not finite: a step that diverged or never ran must not be timed. */
export function checkLoss(loss: number | undefined): void {
  if (loss === undefined || !Number.isFinite(loss)) throw new Error(`the loss of a timed step is ${loss}`);
}

/** Throws if a model diverged while its tokens were timed: it is not sampling then. */
export function checkSampled({ divergedAt }: SampledGroup): void {
  if (divergedAt !== undefined)
    throw new Error(`the logits of a timed token, at position ${divergedAt}, are not finite numbers`);
}
