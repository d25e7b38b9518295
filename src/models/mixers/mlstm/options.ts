import { z } from 'zod';
import type { Field } from '../../../field';
import { ModelError } from '../../mixer';
import { headedFields, headedSchema, headedWidths } from '../../state_space_fields';

/** Heads have a matrix each; expand is E / D. */
export const schema = z.strictObject({
  ...headedSchema(2),
  /** s, columns of a block of the projections to queries, keys, and values. */
  qkv_block: z.int().min(1).max(64).default(4),
});
export type MlstmConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  ...headedFields(
    'Heads, which share the width inside the block: each has a matrix of its own, of its keys by its values.',
  ),
  {
    key: 'qkv_block',
    label: 'Block of the projections',
    short: 'block',
    help: 'Queries, keys, and values come from so many neighbouring columns each. The width inside must be a multiple of it.',
    min: 1,
    max: 64,
    options: [1, 2, 4, 8, 16, 32],
  },
];

/** Heads that the lanes do not divide, blocks across the heads, and no convolution. */
export const forms: readonly Readonly<Partial<MlstmConfig>>[] = [
  { heads: 2, expand: 1.5, kernel: 2, qkv_block: 3 },
  { heads: 1, expand: 1, kernel: 1, qkv_block: 1 },
];

export interface Sizes {
  readonly E: number;
  readonly H: number;
  /** Width of a head. */
  readonly n: number;
  readonly K: number;
  readonly s: number;
}

/** Throws ModelError if heads or blocks do not divide the width inside. */
export function sizes(config: MlstmConfig, D: number): Sizes {
  const { width: E, n } = headedWidths('mlstm', config, D);
  const { heads: H, kernel: K, qkv_block: s } = config;
  if (E % s === 0) return { E, H, n, K, s };
  throw new ModelError(`mlstm: width ${E} does not divide into blocks of ${s}; choose a block that does`);
}
