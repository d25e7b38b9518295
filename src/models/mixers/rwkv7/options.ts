import { z } from 'zod';
import type { Field } from '../../../field';
import { checkHeads } from '../../heads';
import { headsField } from '../../state_space_fields';

const rank = z.int().min(1).max(256).default(16);

/** Ranks are widths between the two projections of the decay, of the rate of learning, and of the output's gate. */
export const schema = z.strictObject({
  /** H. */
  heads: z.int().min(1).max(256).default(4),
  decay_rank: rank,
  a_rank: rank,
  gate_rank: rank,
});
export type Rwkv7Config = z.infer<typeof schema>;

function rankField(key: string, label: string, short: string, what: string): Field {
  const help = `Width between the two projections that ${what} come from.`;
  return { key, label, short, help, min: 1, max: 256, options: [1, 2, 4, 8, 16, 32, 64] };
}

export const fields: readonly Field[] = [
  headsField('Heads, which share the model’s width: each has a matrix of its own.'),
  rankField('decay_rank', 'Rank of the decays', 'decay', 'the decays'),
  rankField('a_rank', 'Rank of the rates of learning', 'learning', 'the rates of learning'),
  rankField('gate_rank', 'Rank of the gate', 'gate', 'the gates of the output'),
];

/** Heads that the lanes do not divide, and ranks that differ. */
export const forms: readonly Readonly<Partial<Rwkv7Config>>[] = [
  { heads: 1, decay_rank: 3, a_rank: 2, gate_rank: 5 },
  { heads: 2, decay_rank: 1, a_rank: 6, gate_rank: 1 },
];

/** Throws ModelError if the heads do not divide D. R: all ranks. */
export function sizes({ heads: H, decay_rank, a_rank, gate_rank }: Rwkv7Config, D: number) {
  checkHeads('rwkv7', H, D);
  return { H, n: D / H, R: decay_rank + a_rank + gate_rank };
}

/** Of the norm of a head, for heads of any width. */
export const EPS = 64e-5;
