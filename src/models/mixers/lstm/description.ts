import { recurrentDescription } from '../../recurrent/description';

export const description = recurrentDescription({
  name: 'lstm',
  title: 'LSTM',
  summary:
    'Reads one token after the other and keeps a memory of fixed size, which learned switches (gates) write to, keep, or clear. ' +
    'A new token always costs the same, but training must walk through time step by step (a recurrent neural network).',
  citations: [
    'Hochreiter and Schmidhuber 1997, Long Short-Term Memory',
    'Gers, Schmidhuber and Cummins 2000, Learning to Forget (the forget gate)',
  ],
  gates: 4,
  states: ['h', 'c'],
  // A sigmoid is 3, a tanh 1; c = f c + i g is 3, h = o tanh(c) is 2.
  unitFlops: 3 * 3 + 1 + 3 + 2,
});
