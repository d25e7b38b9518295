import { constant, type Initialiser, normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { fields, forms, type MlstmConfig, schema, sizes } from './options';

/** From 3 to 6, head by head, as in NX-AI/xlstm: a sigmoid of these keeps 95 % to 99.8 %. */
const forgetBiases: Initialiser = values => {
  const steps = Math.max(1, values.length - 1);
  for (let h = 0; h < values.length; h++) values[h] = 3 + (3 * h) / steps;
};

/** Beck et al. 2024, as in NX-AI/xlstm, without its rounding of the width inside. */
export const description: MixerDescription<MlstmConfig> = {
  name: 'mlstm',
  title: 'mLSTM',
  summary:
    'An LSTM whose memory is a matrix for each head: a token writes its value under its key, and a query reads a weighted average of the values. ' +
    'This is the matrix memory of xLSTM, with exponential gates that do not see the memory, so all tokens of a sequence can be trained at once.',
  citations: ['Beck et al. 2024, xLSTM: Extended Long Short-Term Memory, arXiv:2405.04517'],
  schema,
  fields,
  forms,

  parameters(config, D) {
    const { E, H, K, s } = sizes(config, D);
    const [taps, small, none] = [uniform(1 / Math.sqrt(K)), normal(Math.sqrt(2 / (5 * D))), constant(0)];
    return [
      { name: 'proj_up.weight', shape: [2 * E, D], initialise: small },
      { name: 'conv1d.conv.weight', shape: [E, 1, K], initialise: taps },
      { name: 'conv1d.conv.bias', shape: [E], initialise: taps },
      ...['q', 'k', 'v'].map(name => ({ name: `${name}_proj.weight`, shape: [E / s, s, s], initialise: small })),
      { name: 'mlstm_cell.igate.weight', shape: [H, 3 * E], initialise: none },
      { name: 'mlstm_cell.igate.bias', shape: [H], initialise: normal(0.1) },
      { name: 'mlstm_cell.fgate.weight', shape: [H, 3 * E], initialise: none },
      { name: 'mlstm_cell.fgate.bias', shape: [H], initialise: forgetBiases },
      { name: 'mlstm_cell.outnorm.weight', shape: [E], initialise: none },
      { name: 'learnable_skip', shape: [E], initialise: constant(1) },
      { name: 'proj_down.weight', shape: [D, E], initialise: normal(2 / Math.sqrt(D)), residual: true },
    ];
  },

  /** S has the matrix C, values by keys, and n, the sum of the keys, as its last row. */
  state(config, D) {
    const { E, H, n, K } = sizes(config, D);
    const memory = [
      { name: 'S', shape: [H, n + 1, n] },
      { name: 'm', shape: [H] },
    ];
    return K > 1 ? [{ name: 'taps', shape: [E, K - 1] }, ...memory] : memory;
  },

  /** Projections; taps, bias, and silu; gates and their exponentials; 1 to decay, 2 to write, 2 to read; average, norm, skip, gate. */
  flops(config, D) {
    const { E, H, n, K, s } = sizes(config, D);
    const projections = 2 * D * 2 * E + 2 * 3 * E * s + 2 * 3 * E * 2 * H + 2 * E * D;
    return projections + (2 * K + 4) * E + 12 * H + H * n * (n + 1) * 5 + 14 * E + 3 * H;
  },

  receptiveField: () => null,
};
