import { z } from 'zod';
import { fractionFloat32, GREATEST_FLOAT32, positiveFloat32 } from '../src/float32';
import type { Hyper } from '../src/lab/config/schedule';
import { checkAs, readJson } from './json_file';
import { UsageError } from './usage';

/** What the golden file declares and training always does. */
const WEIGHT_DECAY_ON = 'tensors of two or more dimensions, except A_log and kernel.*';

/** AdamW, as in golden/training/expected.json. */
const optimizer = z.strictObject({
  lr: positiveFloat32,
  betas: z.tuple([fractionFloat32, fractionFloat32]).default([0.9, 0.95]),
  eps: positiveFloat32.max(GREATEST_FLOAT32, 'must be at most 3.4e38; a GPU takes more for infinity').default(1e-8),
  weight_decay: z.number().min(0).default(0),
  clip_norm: positiveFloat32.nullish(),
  /** Optional; must be the number of batches. */
  steps: z.int().min(1).optional(),
  weight_decay_on: z.literal(WEIGHT_DECAY_ON, `can only be '${WEIGHT_DECAY_ON}'`).optional(),
});

/** The whole of such a file; the results of its models are ignored. */
const goldenFile = z.strictObject({ hyperparameters: optimizer, models: z.record(z.string(), z.unknown()).optional() });

/**
 * Hyper-parameters for `steps` batches, from an object of them or a file like golden/training/expected.json. Throws UsageError
 * naming the file and the key, also for an unknown key.
 */
export function readOptimizer(path: string, steps: number): Hyper {
  const value = readJson(path);
  const isGolden = typeof value === 'object' && value !== null && 'hyperparameters' in value;
  const found = isGolden ? checkAs(path, goldenFile, value).hyperparameters : checkAs(path, optimizer, value);
  if (found.steps !== undefined && found.steps !== steps)
    throw new UsageError(
      `${path}: steps is ${found.steps}, but there are ${steps} batches; leave it out, or make them equal`,
    );
  const { lr, betas, eps, weight_decay, clip_norm } = found;
  return { lr, betas, eps, weight_decay, clip_norm: clip_norm ?? null };
}
