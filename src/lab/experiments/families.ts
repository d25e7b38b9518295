import type { z } from 'zod';
import { convolutions, repeat } from '../config/stacks';
import type { experimentContender } from './contenders';

type FamilyContender = z.input<typeof experimentContender>;

/** One contender of every family, two blocks each (the convolution six). The cost experiments compare these by default. */
export function families(d_model: number): FamilyContender[] {
  return [
    { name: 'Mamba', d_model, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
    { name: 'S4D', d_model, blocks: repeat(2, { mixer: 's4d', d_state: 16 }) },
    { name: 'LSTM', d_model, blocks: repeat(2, { mixer: 'lstm' }) },
    { name: 'GRU', d_model, blocks: repeat(2, { mixer: 'gru' }) },
    { name: 'RNN', d_model, blocks: repeat(2, { mixer: 'rnn' }) },
    { name: 'Conv', d_model, blocks: convolutions(1, 2, 4, 8, 16, 32) },
    { name: 'Attention', d_model, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
    { name: 'Window attention', d_model, blocks: repeat(2, { mixer: 'attention', heads: 4, window: 64 }) },
    { name: 'Linear attention', d_model, blocks: repeat(2, { mixer: 'linear_attention', heads: 4 }) },
  ];
}

/** V of experiments whose tokens have no meaning. */
export const PLAIN_VOCABULARY = 64;
