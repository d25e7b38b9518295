import { z } from 'zod';
import type { Field, Switch } from '../../field';
import { MAX_TAPS } from '../../gpu/limits';
import { tapsField } from '../state_space_fields';

/** What the mixers of the family differ in. */
export interface DeltaDefaults {
  readonly head_dim: number;
  readonly expand_v: number;
  readonly decay: boolean;
  readonly gate: boolean;
}

export interface DeltaConfig extends DeltaDefaults {
  /** H. */
  readonly heads: number;
  /** K, taps of the short convolutions. */
  readonly kernel: number;
  /** β goes up to 2, so that a write can turn what it finds around. */
  readonly neg_eigval: boolean;
  /** R, writes a token. */
  readonly householder: number;
}

export function deltaSchema({ head_dim, expand_v, decay, gate }: DeltaDefaults): z.ZodType<DeltaConfig> {
  return z.strictObject({
    heads: z.int().min(1).max(256).default(4),
    head_dim: z.int().min(1).max(256).default(head_dim),
    expand_v: z.int().min(1).max(4).default(expand_v),
    kernel: z.int().min(1).max(MAX_TAPS).default(4),
    decay: z.boolean().default(decay),
    gate: z.boolean().default(gate),
    neg_eigval: z.boolean().default(false),
    householder: z.int().min(1).max(2).default(1),
  });
}

export const fields: readonly Field[] = [
  {
    key: 'heads',
    label: 'Heads',
    help: 'Heads, each with a matrix of its own.',
    min: 1,
    max: 64,
    options: [1, 2, 4, 8, 16],
  },
  {
    key: 'head_dim',
    label: 'Width of a key',
    short: 'keys',
    help: 'Width of the keys and queries of a head: how many things it can keep apart.',
    min: 1,
    max: 256,
    options: [4, 8, 12, 16, 24, 32, 64],
  },
  {
    key: 'expand_v',
    label: 'Width of a value',
    short: 'values',
    help: 'Width of the values of a head, as a multiple of the width of its keys.',
    min: 1,
    max: 4,
  },
  tapsField('kernel'),
  {
    key: 'householder',
    label: 'Writes a token',
    short: 'writes',
    help: 'Each write mirrors or erases along one key (a Householder factor). Two of them can turn the state, which some permutations need.',
    min: 1,
    max: 2,
  },
];

export const switches: readonly Switch[] = [
  { key: 'decay', label: 'Decay', help: 'Each token decides how much of all that is kept fades.', off: 'no decay' },
  { key: 'gate', label: 'Output gate', help: 'The token gates what its heads return.', off: 'no gate' },
  {
    key: 'neg_eigval',
    label: 'Negative eigenvalues',
    help: 'Write strengths go up to 2 instead of 1: above 1, a write turns the sign of what it finds under its key. Parity needs this.',
    off: 'eigenvalues from 0',
  },
];
