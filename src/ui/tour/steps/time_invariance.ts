import oneSystem from '../evidence/one-system.json' with { type: 'json' };
import { accuracyWithin, largestDifference } from '../figures';
import type { TourStep } from '../step';

export const timeInvariance: TourStep = {
  title: 'A linear system with fixed rules is a convolution and a recurrence at once',
  text:
    'A state-space model changes its state h at every token x by h ← A h + B x. ' +
    'Where A and B are the same for all tokens (linear and time-invariant), that is one long convolution, which trains in parallel by FFT. ' +
    'Run token by token, the same weights (here S4D) write at a constant cost, as an RNN does.',
  actions: [{ kind: 'race', label: 'Train it both ways', preset: 'convolution-or-recurrence', evidence: 'one-system' }],
  time: '300 steps each.',
  lookAt: [
    {
      text: 'Loss: two contenders, one curve. Both ways compute the same function of the same weights.',
      target: 'loss',
    },
    { text: 'Accuracy: S4D has no window, so it learns the letters from 32 tokens back.', target: 'accuracy' },
  ],
  found: {
    text: () =>
      `By FFT and as a recurrence, the validation losses never differed by more than ${largestDifference(oneSystem, 'By FFT', 'Recurrence')} nats in 300 steps; ` +
      `both then said the same share of the letters right, ${accuracyWithin(oneSystem, { contender: 'By FFT', step: 300 }, 64)}.`,
    setting: 'Two blocks of width 32, 64 sequences to validate on, seed 1.',
    evidence: [oneSystem],
  },
  citations: [
    { text: 'Gu, Goel and Ré 2022, S4', arxiv: '2111.00396' },
    { text: 'Gu et al. 2022, S4D', arxiv: '2206.11893' },
  ],
};
