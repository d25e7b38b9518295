import type { z } from 'zod';
import type { BlockConfig } from '../../models/config';
import { contenderName } from '../config/config';
import { repeat } from '../config/stacks';
import { experimentContender } from './contenders';

/** A family with one size of its state. */
export const recallContender = experimentContender.extend({ family: contenderName });
export type RecallContender = z.infer<typeof recallContender>;

const WIDTH = 32;

function sized(family: string, size: string, block: BlockConfig): z.input<typeof recallContender> {
  return { family, name: `${family}, ${size}`, d_model: WIDTH, blocks: repeat(2, block) };
}

/**
 * Two blocks of each family with about equal bytes of state: so many numbers a channel, keys of such a width, or so many heads in
 * the cache. A channel of S4D is half as wide as one of Mamba, and S4D carries no inputs of a convolution.
 */
function atSize(states: number, keys: number, kv_heads: number, s4d: number): z.input<typeof recallContender>[] {
  return [
    sized('Mamba', `${states} numbers a channel`, { mixer: 'mamba', d_state: states }),
    sized('Mamba-2', `${states} numbers a channel`, { mixer: 'mamba2', d_state: states }),
    sized('Gated DeltaNet', `keys of ${keys}`, { mixer: 'gated_deltanet', heads: 2, head_dim: keys, expand_v: 1 }),
    sized('S4D', `${s4d} numbers a channel`, { mixer: 's4d', d_state: s4d }),
    // At the rate of the others it does not begin to look up.
    { ...sized('Attention', `${kv_heads} of 4 heads kept`, { mixer: 'attention', heads: 4, kv_heads }), lr: 3e-3 },
  ];
}

export const small = atSize(4, 12, 1, 16);
export const medium = atSize(16, 24, 2, 48);
export const large = atSize(64, 44, 4, 128);

/** Small states beside all that attention can keep: what takes minutes. */
export const usual = [...small, ...large].filter(
  ({ family, name }) => (family === 'Attention') === large.some(one => one.name === name),
);
export const further = [...small, ...medium, ...large].filter(one => !usual.includes(one));
