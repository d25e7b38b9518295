import { convolutions } from '../../../lab/config/stacks';
import { percent } from '../../../lab/experiments/phrases';
import { lettersWords } from '../accuracy_words';
import { accuracyOf, check, costAt } from '../check';
import twoWays from '../evidence/two-ways-to-sample.json' with { type: 'json' };
import twoWindows from '../evidence/two-windows.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { chanceOf } from '../setup';
import type { TourStep } from '../step';
import { tokenCostWords } from '../token_cost';

export const convolution: TourStep = {
  name: 'convolution',
  title: 'A convolution trains on all tokens at once, but sees only a fixed window',
  text:
    'A causal convolution computes each position from a few tokens before it; no position waits for another, so all of them train in parallel. ' +
    'What lies beyond its window (the receptive field) does not exist for it. ' +
    'Here two convolutions of equal size have to copy letters from 32 tokens back: one sees 22 tokens, the other 64.',
  actions: [
    { kind: 'race', label: 'Train both', preset: 'two-windows', evidence: 'two-windows' },
    {
      kind: 'experiment',
      label: 'Sample both ways',
      experiment: 'sampling_cost',
      evidence: 'two-ways-to-sample',
      params: {
        limit: 1024,
        naive_limit: 1024,
        contenders: [{ name: 'Convolution', d_model: 24, blocks: convolutions(1, 4, 16, 64) }],
      },
    },
  ],
  time: '200 steps each.',
  lookAt: [
    {
      text: 'Accuracy: “Sees 64” climbs to the top, “Sees 22” stays at chance (1 letter in 14), however long it trains.',
      target: 'accuracy',
    },
    {
      text: 'Time per token: with queues it hardly changes, and naively it is many times as long.',
      target: 'results',
      of: 'two-ways-to-sample',
    },
  ],
  found: {
    text: from => {
      const run = from('two-windows');
      const chance = chanceOf(run);
      const said = contendersOf(run).map(name => lettersWords(run, name, chance));
      return `${said.join('. ')}. Guessing gives ${percent(chance)}. ${tokenCostWords(from('two-ways-to-sample'))}`;
    },
    checks: from => {
      const [race, ways] = [from('two-windows'), from('two-ways-to-sample')];
      return [
        check(
          'The one that sees 64 tokens gets at least 95 % right, the one that sees 22 at most 15 %',
          { far: accuracyOf(race, 'Sees 64'), near: accuracyOf(race, 'Sees 22') },
          ({ far, near }) => `${percent(far)} and ${percent(near)}`,
          ({ far, near }) => far >= 0.95 && near <= 0.15,
        ),
        check(
          'At token 1,024 naive sampling takes at least 3 times as long as sampling with queues',
          {
            naive: costAt(ways, 'Convolution', 'milliseconds', 1024, 'naive'),
            queues: costAt(ways, 'Convolution', 'milliseconds', 1024),
          },
          ({ naive, queues }) => `${(naive / queues).toFixed(1)} times`,
          ({ naive, queues }) => naive >= 3 * queues,
        ),
      ];
    },
    evidence: [twoWindows, twoWays],
  },
  citations: [
    { text: 'van den Oord et al. 2016, WaveNet', arxiv: '1609.03499' },
    { text: 'Paine et al. 2016, Fast WaveNet', arxiv: '1611.09482' },
  ],
};
