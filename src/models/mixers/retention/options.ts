import { z } from 'zod';
import type { Field } from '../../../field';
import { expansionFields, expansions } from '../../key_value_heads';

export const schema = z.strictObject({
  /** H. */
  heads: z.int().min(1).max(16).default(4),
  ...expansions(1, 2),
  /** Base of the wavelengths of the rotary positions. */
  rope_base: z.number().min(1).max(1e9).default(10000),
});
export type RetentionConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  {
    key: 'heads',
    label: 'Heads',
    help: 'Heads, which share the keys and the values. Head h keeps 1 - 2^(-5 - h) of its state at each token, so each remembers twice as long as the one before.',
    min: 1,
    max: 16,
    options: [1, 2, 4, 8, 16],
  },
  ...expansionFields,
];

/** Keys that are odd, values narrower than they, and short wavelengths. */
export const forms: readonly Readonly<Partial<RetentionConfig>>[] = [
  { heads: 1, expand_k: 0.625, expand_v: 0.5, rope_base: 50 },
];

/** (2H): ln of the decay of each head, 1 - 2^(-5 - h), then what each writes, 1. */
export function decays(H: number): Float32Array {
  return Float32Array.from({ length: 2 * H }, (_, h) => (h < H ? Math.log1p(-(2 ** (-5 - h))) : 1));
}
