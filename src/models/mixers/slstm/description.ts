import { constant, type Initialiser, normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { fields, SLOTS, type SlstmConfig, schema, unitsOf } from './options';

/** Of the first block of several, as in the reference: the forget gates of a head's units go from 5 down to -7, the others are 0. */
function biases(n: number): Initialiser {
  return values => {
    const D = values.length / 4;
    values.fill(0);
    for (let d = 0; d < D; d++) values[D + d] = 5 - 12 * ((d % n) / Math.max(1, n - 1)) ** 0.3;
  };
}

/** Beck et al. 2024, as in NX-AI/xlstm. */
export const description: MixerDescription<SlstmConfig> = {
  name: 'slstm',
  title: 'sLSTM',
  summary:
    'An LSTM whose gates may grow without bound: one token can outweigh all before it, and a sum of the weights keeps the memory an average. ' +
    'This is the scalar memory of xLSTM, with exponential gates; the units of a head see each other, so it goes token by token, also in training.',
  citations: ['Beck et al. 2024, xLSTM: Extended Long Short-Term Memory, arXiv:2405.04517'],
  schema,
  fields,
  forms: [{ heads: 2, kernel: 2 }, { kernel: 1 }],

  parameters(config, D) {
    const n = unitsOf(config, D);
    const { heads: H, kernel: K } = config;
    const [taps, small] = [uniform(1 / Math.sqrt(K)), normal(Math.sqrt(2 / (5 * D)))];
    return [
      { name: 'conv1d.conv.weight', shape: [D, 1, K], initialise: taps },
      { name: 'conv1d.conv.bias', shape: [D], initialise: taps },
      ...SLOTS.map(name => ({ name: `${name}.weight`, shape: [H, n, n], initialise: small })),
      { name: 'slstm_cell._recurrent_kernel_', shape: [H, 4 * n, n], initialise: constant(0) },
      { name: 'slstm_cell._bias_', shape: [4 * D], initialise: biases(n) },
      { name: 'group_norm.weight', shape: [D], initialise: constant(0) },
    ];
  },

  state({ kernel: K }, D) {
    const cell = ['y', 'c', 'n', 'm'].map(name => ({ name, shape: [D] }));
    return K > 1 ? [{ name: 'taps', shape: [D, K - 1] }, ...cell] : cell;
  },

  /** Taps, bias, and silu; four gates from the token and from y; 27 for the cell, 7 for the norm. */
  flops(config, D) {
    const n = unitsOf(config, D);
    return (2 * config.kernel + 4) * D + 2 * 4 * 2 * n * D + 8 * D + 27 * D + 7 * D;
  },

  receptiveField: () => null,
};
