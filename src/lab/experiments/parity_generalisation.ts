import { repeat } from '../config/stacks';
import { lengthTest } from './length_test';
import { parityBeyondTraining } from './published_parity';

/** The one task of the set that an LSTM wins. */
export const parityGeneralisation = lengthTest({
  name: 'parity_generalisation',
  title: 'Parity beyond the training length',
  question: 'Which models compute parity on words longer than any in training?',
  claim: 'An RNN keeps a state that can flip, and so follows parity to any length; a state that only decays cannot.',
  published: [parityBeyondTraining],
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
