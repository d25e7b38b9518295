import { count } from '../../lab/experiments/phrases';
import { type Check, check } from './check';
import type { Evidence } from './evidence';
import { contendersOf, numberIn, rowsOf } from './evidence_rows';
import type { Action } from './step';

/** Tokens of a training step, and of the short sequences that it is made of first. */
const [TOKENS, SHORT] = [1024, 64];

/** The evidence of `measureLengthCost`. */
export const LENGTH_COST = 'training-in-time';

const longWords = `one sequence of ${count(TOKENS)} tokens`;
const shortWords = `${TOKENS / SHORT} sequences of ${SHORT}`;

/** Measures training steps of as many tokens, in short sequences and in long ones: one block each, so wide that a core has work at one token. */
export const measureLengthCost: Action = {
  kind: 'experiment',
  label: 'Train on short and long',
  experiment: 'training_cost',
  evidence: LENGTH_COST,
  params: {
    shortest: SHORT,
    longest: TOKENS,
    tokens: TOKENS,
    samples: 9,
    contenders: Object.entries({ LSTM: 'lstm', Convolution: 'conv', Mamba: 'mamba' }).map(([name, mixer]) => ({
      name,
      d_model: 256,
      blocks: [{ mixer }],
    })),
  },
};

/** One contender waits for its tokens one after the other, and another computes them all at once. */
export function waitsMore(run: Evidence, waiting: string, parallel: string): Check {
  return check(
    `In training, ${longWords} takes more times as long as ${shortWords} with ${waiting} than with ${parallel}`,
    { waits: timesOf(run, waiting), none: timesOf(run, parallel) },
    ({ waits, none }) => `${timesWords(waits)}, and ${timesWords(none)}`,
    ({ waits, none }) => waits > none,
  );
}

/** 'LSTM 1.6 times' and so on: what the length of its sequences costs each contender. */
export function lengthCostWords(run: Evidence): string {
  const costs = contendersOf(run).map(name => {
    const times = timesOf(run, name);
    return `${name} ${times === null ? 'was not measured' : timesWords(times)}`;
  });
  return `A training step of ${longWords}, over one of ${shortWords}: ${costs.join(', ')}.`;
}

function timesOf(run: Evidence, contender: string): number | null {
  const [short, long] = [SHORT, TOKENS].map(length =>
    numberIn(
      rowsOf(run, contender).find(row => row.length === length),
      'milliseconds',
    ),
  );
  return short == null || long == null ? null : long / short;
}

function timesWords(times: number): string {
  return `${times.toFixed(2)} times`;
}
