import { z } from 'zod';
import type { Field } from '../../../field';
import { expansionFields, expansions } from '../../key_value_heads';

export const schema = z.strictObject({
  /** H. */
  heads: z.int().min(1).max(256).default(4),
  ...expansions(0.5, 1),
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
  ...expansionFields,
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
