import { z } from 'zod';
import type { Field } from '../../../field';

export const schema = z.strictObject({
  /** H. */
  heads: z.int().min(1).max(256).default(4),
  /** Width of all keys together, as a multiple of D. */
  expand_k: z.number().min(0.125).max(4).default(0.5),
  /** Width of all values together, as a multiple of D. */
  expand_v: z.number().min(0.125).max(4).default(1),
  /** R, the width between the two projections of the gate. */
  gate_rank: z.int().min(1).max(256).default(16),
  /** Divides ln a. */
  gate_norm: z.number().min(1).max(256).default(16),
});
export type GlaConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  {
    key: 'heads',
    label: 'Heads',
    help: 'Heads, which share the keys and the values.',
    min: 1,
    max: 64,
    options: [1, 2, 4, 8, 16],
  },
  {
    key: 'expand_k',
    label: 'Width of the keys',
    short: 'keys',
    help: 'Width of all keys together, as a multiple of the model’s width D.',
    min: 0.125,
    max: 4,
    real: true,
  },
  {
    key: 'expand_v',
    label: 'Width of the values',
    short: 'values',
    help: 'Width of all values together, as a multiple of the model’s width D.',
    min: 0.125,
    max: 4,
    real: true,
  },
  {
    key: 'gate_rank',
    label: 'Rank of the gate',
    short: 'rank',
    help: 'Width between the two projections that the decays come from.',
    min: 1,
    max: 256,
  },
  {
    key: 'gate_norm',
    label: 'Slowness of decay',
    short: 'slowness',
    help: 'The logarithms of the decays are divided by this: the larger, the longer the memory at the start.',
    min: 1,
    max: 256,
    real: true,
  },
];

/** Keys of several widths, values narrower than they, and gates that are not slowed down. */
export const forms: readonly Readonly<Partial<GlaConfig>>[] = [
  { heads: 2, expand_k: 1, expand_v: 0.5, gate_rank: 3, gate_norm: 1 },
];

/** Widths: K and V of a head, whole and at least 1; keys and values of all. */
export function sizes({ heads: H, expand_k, expand_v, gate_rank: R }: GlaConfig, D: number) {
  const [K, V] = [expand_k, expand_v].map(expand => Math.max(1, Math.floor((expand * D) / H)));
  return { H, keys: H * K, values: H * V, R, K, V };
}

/** Of the norm of each head, as in flash-linear-attention. Queries are divided by √K there; here it is in the norm, which undoes it. */
export function epsOf(K: number): number {
  return 1e-5 * K;
}
