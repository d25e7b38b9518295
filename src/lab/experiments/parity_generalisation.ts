import { repeat } from '../config/stacks';
import { lengthTest } from './length_test';

/** The one task of the set that an LSTM wins. */
export const parityGeneralisation = lengthTest({
  name: 'parity_generalisation',
  title: 'Parity beyond the training length',
  question: 'Which models compute parity on words longer than any in training?',
  claim: 'An RNN keeps a state that can flip, and so follows parity to any length; a state that only decays cannot.',
  published: [
    {
      source:
        'Grazzi et al. 2024, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv:2411.12537',
      setting: 'Parity at lengths beyond training; scaled accuracy: 0 is chance, 1 is perfect',
      columns: ['model', 'scaled accuracy'],
      rows: [
        ['Transformer', 0.022],
        ['mLSTM', 0.087],
        ['sLSTM', 1],
        ['Mamba, eigenvalues in [0, 1]', 0],
        ['Mamba, eigenvalues in [−1, 1]', 1],
      ],
    },
  ],
  // Words of one symbol show which answer belongs to which symbol; without them an LSTM guesses for longer.
  task: { name: 'parity', shortest: 1 },
  trainLength: 20,
  longest: 256,
  recipe: { steps: 400, batch: 32, lr: 1e-2 },
  contenders: [
    { name: 'LSTM', d_model: 32, blocks: repeat(1, { mixer: 'lstm' }) },
    { name: 'RNN', d_model: 32, blocks: repeat(1, { mixer: 'rnn' }) },
    { name: 'Mamba', d_model: 32, lr: 3e-3, blocks: repeat(2, { mixer: 'mamba', d_state: 16 }) },
    { name: 'Attention', d_model: 32, lr: 3e-3, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
  ],
});
