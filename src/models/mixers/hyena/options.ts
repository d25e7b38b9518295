import { z } from 'zod';
import type { Field } from '../../../field';
import { MAX_TAPS } from '../../../gpu/limits';
import { tapsField } from '../../state_space_fields';

export const schema = z.strictObject({
  /** n: products and long convolutions take turns, n - 1 of the latter. */
  order: z.int().min(2).max(4).default(2),
  /** K, tokens that the short convolution sees. */
  kernel: z.int().min(1).max(MAX_TAPS).default(3),
  /** F, width of the network that gives the filters. */
  filter_order: z.int().min(1).max(64).default(16),
  /** Numbers that tell it the lag: the lag itself, and sines and cosines of (emb_dim - 1) / 2 frequencies. */
  emb_dim: z
    .int()
    .min(3)
    .max(33)
    .refine(odd => odd % 2 === 1, 'emb_dim must be odd')
    .default(5),
  /** Its hidden layers. */
  inner_mlps: z.int().min(0).max(4).default(2),
  /** The length that lags are measured by. */
  l_max: z.int().min(2).max(1048576).default(1024),
  /** The share of l_max after which the fastest and the slowest filter have faded to `target`. */
  fast_decay: z.number().positive().max(100).default(0.3),
  slow_decay: z.number().positive().max(100).default(1.5),
  target: z.number().positive().max(0.99).default(0.01),
  /** What stays of all filters at any lag. */
  shift: z.number().min(0).max(10).default(0),
});
export type HyenaConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  {
    key: 'order',
    label: 'Order',
    help: 'Products of projections (n): between each two of them stands a long convolution.',
    min: 2,
    max: 4,
    options: [2, 3, 4],
  },
  {
    key: 'filter_order',
    label: 'Filter network',
    help: 'Width of the small network that gives the weight of each lag.',
    min: 1,
    max: 64,
    options: [8, 16, 32, 64],
  },
  {
    key: 'l_max',
    label: 'Filter length',
    help: 'The length by which the filters measure a lag: they fade within about as many tokens. Another length is another model.',
    min: 2,
    max: 1048576,
    unit: 'tokens',
    options: [64, 128, 256, 512, 1024, 2048, 4096, 16384],
  },
  tapsField('kernel'),
];

/** How fast the first filter fades and how fast the last, a lag. */
export function fading({ fast_decay, slow_decay, target, l_max }: HyenaConfig): { slow: number; fast: number } {
  const rate = (share: number): number => -Math.log(target) / share / (l_max - 1);
  return { slow: rate(slow_decay), fast: rate(fast_decay) };
}

/** The places of the filter network's linear layers among its layers: each is followed by a sine. */
export function filterLayers({ inner_mlps }: HyenaConfig): readonly number[] {
  return Array.from({ length: inner_mlps + 1 }, (_, i) => 2 * i);
}

export function lastLayer({ inner_mlps }: HyenaConfig): number {
  return 2 * inner_mlps + 2;
}
