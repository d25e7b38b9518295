import { z } from 'zod';
import type { Field } from '../../../field';
import { MAX_TAPS } from '../../../gpu/limits';

export const schema = z.strictObject({
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
});
export type Mamba2Config = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  {
    key: 'd_state',
    label: 'States per channel',
    help: 'State size of each channel (N). A larger state remembers more and costs more time.',
    min: 1,
    max: 256,
    options: [2, 4, 8, 16, 32, 64, 128],
  },
  {
    key: 'heads',
    label: 'Heads',
    help: 'Heads, which share the width inside the block: it must be a multiple of their number. Each head has one decay.',
    min: 1,
    max: 64,
    options: [1, 2, 4, 8, 16],
  },
  {
    key: 'expand',
    label: 'Expansion',
    short: 'expand',
    help: 'Width inside the block, as a multiple of the model’s width D.',
    min: 1,
    max: 8,
  },
  {
    key: 'ngroups',
    label: 'Groups',
    short: 'groups',
    help: 'Groups of heads that share B and C.',
    min: 1,
    max: 64,
    options: [1, 2, 4, 8],
  },
  {
    key: 'kernel',
    label: 'Convolution width',
    short: 'taps',
    help: 'Taps of the causal convolution in front of the scan: how many recent tokens it mixes.',
    min: 1,
    max: MAX_TAPS,
    unit: 'tokens',
  },
];

/** Several groups of heads that share B and C, and a scan without the convolution. */
export const forms: readonly Readonly<Partial<Mamba2Config>>[] = [
  { heads: 2, ngroups: 2, d_state: 5 },
  { kernel: 1, expand: 1 },
];
