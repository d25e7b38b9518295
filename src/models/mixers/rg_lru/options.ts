import { z } from 'zod';
import type { Field } from '../../../field';
import { headedFields, headedSchema, headedWidths } from '../../state_space_fields';

/** Heads are blocks of the gates' weights; expand is W / D. */
export const schema = z.strictObject(headedSchema(1));
export type RgLruConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = headedFields(
  'Blocks of the gates’ weights: the gates of a unit see only the units of its block. The width inside must be a multiple of their number.',
);

export interface Sizes {
  readonly W: number;
  readonly K: number;
  /** Width of a block. */
  readonly n: number;
}

/** Throws ModelError if the heads do not divide the width. */
export function sizes(config: RgLruConfig, D: number): Sizes {
  const { width, n } = headedWidths('rg_lru', config, D);
  return { W: width, K: config.kernel, n };
}
