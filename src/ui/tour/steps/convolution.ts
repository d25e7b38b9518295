import type { TourStep } from '../step';

export const convolution: TourStep = {
  title: 'A convolution trains on all tokens at once, but sees only a fixed window',
  text:
    'A causal convolution computes each position from a few tokens before it; none waits for another, so all train in parallel. ' +
    'What lies beyond its window (the receptive field) does not exist for it. ' +
    'Here letters must be copied from 32 tokens back by two convolutions of equal size, of which one sees 22 tokens and one 64.',
  actions: [{ kind: 'race', label: 'Train both', preset: 'two-windows' }],
  time: '200 steps each.',
  lookAt: [
    {
      text: 'Accuracy: “Sees 64” climbs to the top, “Sees 22” stays at chance (1 letter in 14), however long it trains.',
      target: 'accuracy',
    },
  ],
  found: {
    text: 'After 50 steps “Sees 64” copied every letter; after 400 steps “Sees 22” had 6.4 %, and guessing gives 7.1 %.',
    setting: 'SwiftShader (software), seed 1, 16,248 parameters each.',
  },
  citations: [
    { text: 'van den Oord et al. 2016, WaveNet', arxiv: '1609.03499' },
    { text: 'Paine et al. 2016, Fast WaveNet', arxiv: '1611.09482' },
  ],
};
