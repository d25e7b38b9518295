import { count } from '../../../lab/experiments/phrases';
import { check } from '../check';
import shortThenLongRun from '../evidence/short-then-long.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { lossBeyond, positionWords } from '../position_words';
import type { TourStep } from '../step';

/** Characters of the short sequences and of the long ones. */
const [SHORT, LONG] = [16, 128];

export const shortThenLong: TourStep = {
  name: 'short-then-long',
  title: 'Short sequences first, long ones after: how RNNs were trained',
  text:
    'The longer the sequence, the more steps an RNN walks for one update, so it was trained on short ones and finetuned on longer ones. ' +
    'Its memory has no fixed length, so what it learned within 16 characters goes on working beyond them. ' +
    'A few steps on 128 characters then teach it what only a longer past tells.',
  actions: [
    {
      kind: 'experiment',
      label: 'Train short, then long',
      experiment: 'short_then_long',
      evidence: 'short-then-long',
      params: {
        short: SHORT,
        long: LONG,
        steps: 300,
        further: 100,
        batch: 16,
        contenders: [
          { name: 'LSTM', d_model: 32, blocks: [{ mixer: 'lstm' }] },
          { name: 'RNN', d_model: 32, blocks: [{ mixer: 'rnn' }] },
        ],
      },
    },
  ],
  time: '300 steps on short sequences each, and a few on long ones.',
  lookAt: [
    {
      text: 'Loss by position: the line of “then long” lies below that of “short only” far beyond position 16.',
      target: 'results',
    },
  ],
  found: {
    text: from => {
      const run = from('short-then-long');
      return contendersOf(run)
        .map(name => positionWords(run, name, SHORT))
        .join(' ');
    },
    checks: from => {
      const run = from('short-then-long');
      return ['LSTM', 'RNN'].map(name =>
        check(
          `Long sequences lower the loss of the ${name} at positions ${count(SHORT + 1)} to ${count(LONG)}`,
          { before: lossBeyond(run, name, 'short only', SHORT), after: lossBeyond(run, name, 'then long', SHORT) },
          ({ before, after }) => `${before.toFixed(3)} nats before, ${after.toFixed(3)} after`,
          ({ before, after }) => after < before,
        ),
      );
    },
    evidence: [shortThenLongRun],
  },
  citations: [{ text: 'Li et al. 2022, Sequence length warm-up', arxiv: '2108.06084' }],
};
