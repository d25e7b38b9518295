import twoWindows from '../evidence/two-windows.json' with { type: 'json' };
import { accuracyOf, accuracyWithin } from '../figures';
import type { TourStep } from '../step';

export const convolution: TourStep = {
  title: 'A convolution trains on all tokens at once, but sees only a fixed window',
  text:
    'A causal convolution computes each position from a few tokens before it; no position waits for another, so all of them train in parallel. ' +
    'What lies beyond its window (the receptive field) does not exist for it. ' +
    'Here two convolutions of equal size have to copy letters from 32 tokens back: one sees 22 tokens, the other 64.',
  actions: [{ kind: 'race', label: 'Train both', preset: 'two-windows', evidence: 'two-windows' }],
  time: '200 steps each.',
  lookAt: [
    {
      text: 'Accuracy: “Sees 64” climbs to the top, “Sees 22” stays at chance (1 letter in 14), however long it trains.',
      target: 'accuracy',
    },
  ],
  found: {
    text: () =>
      `After 50 steps “Sees 64” copied ${accuracyOf(twoWindows, { contender: 'Sees 64', step: 50 })} of the letters; ` +
      `after 200 steps “Sees 22” had ${accuracyWithin(twoWindows, { contender: 'Sees 22', step: 200 }, 128)}, and guessing gives 7.1 %.`,
    setting: '16,248 parameters each, 128 sequences to validate on, seed 1.',
    evidence: [twoWindows],
  },
  citations: [
    { text: 'van den Oord et al. 2016, WaveNet', arxiv: '1609.03499' },
    { text: 'Paine et al. 2016, Fast WaveNet', arxiv: '1611.09482' },
  ],
};
