import { percent } from '../../../lab/experiments/phrases';
import { lettersWords } from '../accuracy_words';
import twoWindows from '../evidence/two-windows.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { chanceOf } from '../setup';
import type { TourStep } from '../step';

export const convolution: TourStep = {
  name: 'convolution',
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
    text: from => {
      const run = from('two-windows');
      const chance = chanceOf(run);
      const said = contendersOf(run).map(name => lettersWords(run, name, chance));
      return `${said.join('. ')}. Guessing gives ${percent(chance)}.`;
    },
    evidence: [twoWindows],
  },
  citations: [
    { text: 'van den Oord et al. 2016, WaveNet', arxiv: '1609.03499' },
    { text: 'Paine et al. 2016, Fast WaveNet', arxiv: '1611.09482' },
  ],
};
