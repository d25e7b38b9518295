import { recurrentDescription } from '../../recurrent/description';

export const description = recurrentDescription({
  name: 'rnn',
  title: 'Plain RNN',
  summary:
    'Replaces its whole memory at every token by a mix of the token and the old memory (a vanilla recurrent neural network). ' +
    'Nothing protects what it stored, so learning signals from the distant past fade or blow up on the way back (vanishing and exploding gradients).',
  citations: [
    'Elman 1990, Finding Structure in Time',
    'Bengio, Simard and Frasconi 1994, Learning Long-Term Dependencies with Gradient Descent is Difficult',
    'Pascanu, Mikolov and Bengio 2013, On the Difficulty of Training Recurrent Neural Networks',
  ],
  gates: 1,
  states: ['h'],
  // A tanh is 1.
  unitFlops: 1,
});
