import { z } from 'zod';
import type { Field } from '../../field';
import { MAX_TAPS } from '../../gpu/limits';
import { expansionField, headsField, statesField, tapsField } from '../state_space_fields';

/** Keys of the schema. */
export const keys = {
  /** N, states a channel. */
  d_state: z.int().min(1).max(256).default(16),
  /** H: each has one decay. */
  heads: z.int().min(1).max(256).default(4),
  /** E / D. */
  expand: z.int().min(1).max(8).default(2),
  /** G, groups of heads that share B and C. */
  ngroups: z.int().min(1).max(256).default(1),
  /** K, tokens that the short convolution sees. */
  kernel: z.int().min(1).max(MAX_TAPS).default(4),
};

/** `levels`: of the past of a head (Guo et al. 2025); absent: it has none. */
export type DualConfig = z.infer<z.ZodObject<typeof keys>> & { readonly levels?: number };

export const fields: readonly Field[] = [
  statesField(256, [2, 4, 8, 16, 32, 64, 128]),
  headsField(
    'Heads, which share the width inside the block: it must be a multiple of their number. Each head has one decay.',
  ),
  expansionField,
  {
    key: 'ngroups',
    label: 'Groups',
    short: 'groups',
    help: 'Groups of heads that share B and C.',
    min: 1,
    max: 64,
    options: [1, 2, 4, 8],
  },
  tapsField('kernel'),
];

/** Several groups of heads that share B and C, and a scan without the convolution. */
export const forms: readonly Readonly<Partial<DualConfig>>[] = [
  { heads: 2, ngroups: 2, d_state: 5 },
  { kernel: 1, expand: 1 },
];
