import { z } from 'zod';
import { positiveFloat32 } from '../../float32';
import { type ContenderConfig, contenderConfig } from '../config/config';
import { modelOf } from '../config/model_of';

/** A contender of an experiment, with its own learning rate where the common one does not suit it. */
export const experimentContender = contenderConfig
  .omit({ training: true })
  .extend({ lr: positiveFloat32.max(1).optional() });
export type ExperimentContender = z.infer<typeof experimentContender>;

export function contenders(byDefault: readonly z.input<typeof experimentContender>[]) {
  return contendersLike(experimentContender, byDefault);
}

/** The same with further parameters of one experiment. */
export function contendersLike<I extends { name: string }, O extends { name: string }>(
  one: z.ZodType<O, I>,
  byDefault: readonly I[],
  most = 16,
) {
  return z
    .array(one)
    .min(1)
    .max(most)
    .refine(list => new Set(list.map(({ name }) => name)).size === list.length, 'two contenders have the same name')
    .prefault([...byDefault]);
}

/** Finds a mistake in the last contender before the first has trained. Throws ModelError. */
export function checkContenders(list: readonly ContenderConfig[], V: number): void {
  for (const contender of list) modelOf(contender, V);
}
