import { percent } from '../../../lab/experiments/phrases';
import { accuracyOf, check } from '../check';
import { copiedWords } from '../copied_words';
import { copyScattered } from '../copy_scattered';
import firstMinute from '../evidence/first-minute.json' with { type: 'json' };
import selectionOff from '../evidence/selection-off.json' with { type: 'json' };
import scattered from '../evidence/selective-copying.json' with { type: 'json' };
import type { TourStep } from '../step';

export const selection: TourStep = {
  name: 'selection',
  title: 'Fixed rules store the noise as well; Mamba’s rules depend on the token',
  text:
    'The letters lie at random among noise, and rules that treat all tokens alike store both. ' +
    'Mamba computes its step size Δ, and B and C, from the token itself (selection). ' +
    'A large Δ means “write this token, let go of the rest”; Δ near 0 means “keep the state as it is”.',
  actions: [
    { kind: 'race', label: 'Train on scattered letters', preset: 'first-minute', evidence: 'first-minute' },
    { kind: 'inspect', label: 'Look at Mamba’s Δ', contender: 'Mamba' },
    copyScattered('Switch the choice off', 'selection-off', ['Mamba', 'Fixed rules', 'S4D']),
    { kind: 'race', label: 'Train on more letters', preset: 'selective-copying', evidence: 'selective-copying' },
  ],
  time: '500 steps each, 400 with the choice off, and 2,000 for more letters; you can see what Δ does much earlier.',
  lookAt: [
    { text: 'Accuracy: how far does Mamba climb, and where does the convolution level off?', target: 'accuracy' },
    { text: 'Δ, token by token: compare the columns of letters with those of noise (·).', target: 'inside' },
  ],
  found: {
    text: from => {
      const [race, off, more] = [from('first-minute'), from('selection-off'), from('selective-copying')];
      return `${copiedWords(race)} The same task with the choice switched off: ${copiedWords(off)} ${copiedWords(more)}`;
    },
    checks: from => {
      const [race, off] = [from('first-minute'), from('selection-off')];
      return [
        check(
          'Mamba gets at least 90 % of the letters right, the convolution at most 50 %',
          { mamba: accuracyOf(race, 'Mamba'), conv: accuracyOf(race, 'Conv') },
          ({ mamba, conv }) => `${percent(mamba)} and ${percent(conv)}`,
          ({ mamba, conv }) => mamba >= 0.9 && conv <= 0.5,
        ),
        check(
          'With fixed rules the same block loses at least 20 points',
          { mamba: accuracyOf(off, 'Mamba'), fixed: accuracyOf(off, 'Fixed rules') },
          ({ mamba, fixed }) => `${percent(mamba)} and ${percent(fixed)}`,
          ({ mamba, fixed }) => mamba - fixed >= 0.2,
        ),
        check(
          'S4D, whose rules are fixed, stays at least 20 points below Mamba',
          { mamba: accuracyOf(off, 'Mamba'), s4d: accuracyOf(off, 'S4D') },
          ({ mamba, s4d }) => `${percent(mamba)} and ${percent(s4d)}`,
          ({ mamba, s4d }) => mamba - s4d >= 0.2,
        ),
      ];
    },
    evidence: [firstMinute, selectionOff, scattered],
  },
  citations: [{ text: 'Gu and Dao 2023, Mamba, Table 1', arxiv: '2312.00752' }],
};
