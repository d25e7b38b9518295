import type { Row } from '../../../src/lab/experiments/experiment';
import { of } from '../known';
import type { StrongRun } from '../strong_run';

/** The share of the gradient that is left at a distance, after the last step. */
function left(rows: readonly Row[], contender: string, distance: number): number | null {
  const row = of(rows, contender).findLast(own => own.distance === distance);
  return typeof row?.relative === 'number' ? row.relative : null;
}

export const vanishingGradients: StrongRun = {
  name: 'vanishing-gradients',
  experiment: 'vanishing_gradients',
  params: { seeds: 3 },
  hours: 0.1,
  known: [
    {
      claim: 'The gradient of a plain RNN fades exponentially: less than a millionth is left 64 tokens back.',
      source: 'Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063',
      holds: rows => {
        const rnn = left(rows, 'RNN', 64);
        return rnn === null ? null : rnn < 1e-6;
      },
    },
    {
      claim:
        'Gates and linear recurrences keep more of it alive: a trained LSTM more than an RNN at 64 tokens, S4D and Mamba more than both.',
      source: 'Hochreiter and Schmidhuber 1997; Gu et al. 2022, arXiv:2111.00396',
      holds: rows => {
        const [rnn, lstm, s4d, mamba] = ['RNN', 'LSTM', 'S4D', 'Mamba'].map(name => left(rows, name, 64));
        if (rnn == null || lstm == null || s4d == null || mamba == null) return null;
        return lstm > rnn && s4d > lstm && mamba > lstm;
      },
    },
  ],
  table: { kind: 'pivot', down: ['contender', 'steps'], across: 'distance', value: 'relative' },
};
