import { z } from 'zod';
import type { Field } from '../../../field';
import { MAX_TAPS } from '../../../gpu/limits';
import { checkHeads } from '../../heads';
import { expansionField, headsField, tapsField } from '../../state_space_fields';

export const schema = z.strictObject({
  /** H, blocks of the gates' weights. */
  heads: z.int().min(1).max(256).default(4),
  /** W / D; W is rounded down. */
  expand: z.number().min(0.5).max(8).default(1),
  /** K, tokens that the short convolution sees. */
  kernel: z.int().min(1).max(MAX_TAPS).default(4),
});
export type RgLruConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  headsField(
    'Blocks of the gates’ weights: the gates of a unit see only the units of its block. The width inside must be a multiple of their number.',
  ),
  { ...expansionField, min: 0.5, real: true },
  tapsField('kernel'),
];

export interface Sizes {
  readonly W: number;
  readonly K: number;
  /** Width of a block. */
  readonly n: number;
}

/** Throws ModelError if the heads do not divide the width. */
export function sizes({ heads, expand, kernel: K }: RgLruConfig, D: number): Sizes {
  const W = Math.floor(expand * D);
  checkHeads('rg_lru', heads, W);
  return { W, K, n: W / heads };
}
