import { z } from 'zod';
import type { Choice, Field, Switch } from '../../../field';
import { MAX_STATES, MAX_TAPS } from '../../../gpu/limits';
import { expansionField, statesField, tapsField } from '../../state_space_fields';
import { LEAST_STEP, MOST_STEP } from '../../step_sizes';

export const schema = z.strictObject({
  /** N, states a channel. */
  d_state: z.int().min(1).max(MAX_STATES).default(16),
  /** K, tokens that the short convolution sees. */
  d_conv: z.int().min(1).max(MAX_TAPS).default(4),
  /** E / D. */
  expand: z.int().min(1).max(8).default(2),
  /** R, rank of the projection to Δ; 'auto' is D / 16, rounded up. */
  dt_rank: z.union([z.literal('auto'), z.int().min(1).max(1024)]).default('auto'),
  /** Δ depends on the token; otherwise it is one learned number per channel, softplus(dt_proj.bias). */
  selective_dt: z.boolean().default(true),
  /**
   * B depends on the token; otherwise it is a learned vector. Without all three the block is linear and time-invariant except
   * for its gate.
   */
  selective_B: z.boolean().default(true),
  selective_C: z.boolean().default(true),
  /** Initial A (Table 8 of the paper): -(n+1), -1/2, or -exp(N(0, 1)). */
  a_init: z.enum(['real', 'constant', 'random']).default('real'),
  /** Initial Δ is drawn log-uniformly from here to 0.1. A smaller one forgets over more tokens. */
  dt_min: z.number().min(1e-8).max(MOST_STEP).default(LEAST_STEP),
  /** Gate of the scan's result: silu(z), or none. */
  gate: z.enum(['silu', 'none']).default('silu'),
});
export type MambaConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  statesField(MAX_STATES, [1, 2, 4, 8, 16, 32, 64]),
  tapsField('d_conv'),
  expansionField,
];

export const choices: readonly Choice[] = [
  {
    key: 'dt_rank',
    label: 'Rank of Δ',
    help: 'Rank of the projection from the token to the step size Δ; automatic is a sixteenth of the width.',
    options: [
      { value: 'auto', label: 'Automatic' },
      ...[1, 2, 4, 8, 16, 32].map(R => ({ value: R, label: String(R) })),
    ],
  },
  {
    key: 'a_init',
    label: 'Forgetting at the start',
    help: 'How fast each state forgets before training (A): at different speeds, all alike, or at random.',
    options: [
      { value: 'real', label: 'A = −(n + 1)' },
      { value: 'constant', label: 'A = −1/2' },
      { value: 'random', label: 'A random' },
    ],
  },
  {
    key: 'dt_min',
    label: 'Least Δ at the start',
    help: 'The smallest step size Δ before training. With a smaller one some channels keep their state over more tokens.',
    options: [LEAST_STEP, 1e-4, 1e-5].map(value => ({ value, label: String(value) })),
  },
  {
    key: 'gate',
    label: 'Gate',
    help: 'Multiplies the output by a gate that is computed from the token (SiLU).',
    options: [
      { value: 'silu', label: 'SiLU' },
      { value: 'none', label: 'No gate' },
    ],
  },
];

export const switches: readonly Switch[] = [
  {
    key: 'selective_dt',
    label: 'Δ depends on the token',
    help: 'On: the token sets how much is written and how much is forgotten. Off: each channel learns one step size for all tokens.',
    off: 'fixed Δ',
  },
  {
    key: 'selective_B',
    label: 'B depends on the token',
    help: 'On: the token sets which states it is written to. Off: they are the same for all tokens.',
    off: 'fixed B',
  },
  {
    key: 'selective_C',
    label: 'C depends on the token',
    help: 'On: the token sets which states are read. Off: they are the same for all tokens.',
    off: 'fixed C',
  },
];

/** Nothing depends on the token: linear and time-invariant. */
const timeInvariant = { selective_dt: false, selective_B: false, selective_C: false };

/** Every combination of B, C, and Δ, and the scan without its gate. */
export const forms: readonly Readonly<Partial<MambaConfig>>[] = [
  { ...timeInvariant, gate: 'none', a_init: 'constant' },
  { selective_dt: false, dt_rank: 2 },
  { selective_B: false, a_init: 'random' },
  { selective_C: false, gate: 'none', dt_rank: 3 },
  { selective_B: false, selective_C: false, d_conv: 1, dt_min: 1e-5 },
];
