import type { TourStep } from '../step';

export const timeInvariance: TourStep = {
  title: 'A linear system with fixed rules is a convolution and a recurrence at once',
  text:
    'A state-space model keeps a state h and changes it at every token x by h ← A h + B x. ' +
    'When A and B are the same for all tokens (linear and time-invariant), that is one long convolution, which trains in parallel by FFT; run token by token, the same weights write at constant cost. ' +
    'S4D is such a system: it has the convolution’s training and the RNN’s writing.',
  actions: [{ kind: 'race', label: 'Train it both ways', preset: 'convolution-or-recurrence' }],
  time: '',
  lookAt: {
    text: 'Two contenders, one curve: both ways compute the same function, so loss and accuracy lie on each other. And no window: the letters from 32 tokens back are learned.',
    target: 'loss',
  },
  found: { text: '', setting: '' },
  citations: [
    { text: 'Gu, Goel and Ré 2022, S4', arxiv: '2111.00396' },
    { text: 'Gu et al. 2022, S4D', arxiv: '2206.11893' },
  ],
};
