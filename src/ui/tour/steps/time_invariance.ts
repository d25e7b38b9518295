import { percent } from '../../../lab/experiments/phrases';
import { lettersWords } from '../accuracy_words';
import { accuracyOf, check, lossOf } from '../check';
import oneSystem from '../evidence/one-system.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { differenceWords } from '../loss_words';
import { chanceOf } from '../setup';
import type { TourStep } from '../step';

export const timeInvariance: TourStep = {
  name: 'time-invariance',
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
    text: from => {
      const run = from('one-system');
      const names = contendersOf(run);
      const said = names.map(name => lettersWords(run, name, chanceOf(run)));
      return `${differenceWords(run, names)} ${said.join('. ')}.`;
    },
    checks: from => {
      const run = from('one-system');
      return [
        check(
          'Both ways have the same validation loss, to 0.001 nats',
          { fft: lossOf(run, 'By FFT'), recurrence: lossOf(run, 'Recurrence') },
          ({ fft, recurrence }) => `${fft.toFixed(4)} and ${recurrence.toFixed(4)} nats`,
          ({ fft, recurrence }) => Math.abs(fft - recurrence) <= 1e-3,
        ),
        check(
          'A fixed distance is learned: at least 80 % of the letters are right',
          { right: accuracyOf(run, 'By FFT') },
          ({ right }) => percent(right),
          ({ right }) => right >= 0.8,
        ),
      ];
    },
    evidence: [oneSystem],
  },
  citations: [
    { text: 'Gu, Goel and Ré 2022, S4', arxiv: '2111.00396' },
    { text: 'Gu et al. 2022, S4D', arxiv: '2206.11893' },
  ],
};
