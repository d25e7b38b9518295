import { z } from 'zod';
import type { Field } from '../../../field';
import { MAX_HEAD_UNITS, MAX_TAPS } from '../../../gpu/limits';
import { checkHeads } from '../../heads';
import { ModelError } from '../../mixer';
import { headsField, tapsField } from '../../state_space_fields';

export const schema = z.strictObject({
  /** H: the units of a head see each other. */
  heads: z.int().min(1).max(256).default(4),
  /** K, tokens that the short convolution sees. */
  kernel: z.int().min(1).max(MAX_TAPS).default(4),
});
export type SlstmConfig = z.infer<typeof schema>;

export const fields: readonly Field[] = [
  headsField('Heads, which share the width: the units of a head see each other’s memory, and none of another head.'),
  tapsField('kernel'),
];

/** Of the norm of each head, as in NX-AI/xlstm. */
export const EPS = 1e-5;

/** Units of a head. Throws ModelError if the heads do not divide the width, or are too wide. */
export function unitsOf({ heads }: SlstmConfig, D: number): number {
  checkHeads('slstm', heads, D);
  const n = D / heads;
  if (n <= MAX_HEAD_UNITS) return n;
  throw new ModelError(`slstm: ${n} units are too many for a head; choose more heads, of ${MAX_HEAD_UNITS} at most`);
}

/** The gates by the parameters that feed them, in the order of their slots i, f, z, o. As in the reference: fgate feeds i, igate f. */
export const SLOTS = ['fgate', 'igate', 'zgate', 'ogate'] as const;
