import type { SampledGroup } from '../sampling/sampler';

/** Throws where a loss is not a number: a step that diverged, or was never done, must not be timed. */
export function checkLoss(loss: number | undefined): void {
  if (loss === undefined || !Number.isFinite(loss)) throw new Error(`the loss of a timed step is ${loss}`);
}

/** Throws where a model diverged while its tokens were timed: what it then does is not sampling. */
export function checkSampled({ divergedAt }: SampledGroup): void {
  if (divergedAt !== undefined)
    throw new Error(`the logits of a timed token, at position ${divergedAt}, are not finite numbers`);
}
