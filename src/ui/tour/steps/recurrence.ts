import { figure } from '../../experiments/cell_words';
import { check } from '../check';
import { stateStays } from '../cost_checks';
import type { Evidence } from '../evidence';
import costOfRecurrence from '../evidence/cost-of-recurrence.json' with { type: 'json' };
import trainingInTime from '../evidence/training-in-time.json' with { type: 'json' };
import vanishingGradients from '../evidence/vanishing-gradients.json' with { type: 'json' };
import { contendersOf, numberIn, rowsOf, stepsOf } from '../evidence_rows';
import { fadingWords } from '../fading_words';
import { LENGTH_COST, lengthCostWords, measureLengthCost, waitsMore } from '../length_cost';
import type { TourStep } from '../step';
import { measureTokenCost, tokenCostWords } from '../token_cost';

export const recurrence: TourStep = {
  name: 'recurrence',
  title: 'A recurrent network writes each token at the same cost, but the past fades from its learning',
  text:
    'A recurrent network (RNN) folds all it has read into a memory of fixed size, so the thousandth token costs what the first did. ' +
    'To learn, it must walk through the text token by token, and the learning signal must walk back the same way: ' +
    'one long text takes longer than short ones with as many tokens, most of all on a GPU, whose many processors wait. ' +
    'Every token multiplies that signal again: it shrinks or blows up (vanishing, exploding gradients).',
  actions: [
    {
      kind: 'experiment',
      label: 'Measure the fading',
      experiment: 'vanishing_gradients',
      evidence: 'vanishing-gradients',
      params: {
        contenders: [
          { name: 'RNN', d_model: 32, blocks: [{ mixer: 'rnn' }] },
          { name: 'LSTM', d_model: 32, blocks: [{ mixer: 'lstm' }] },
        ],
      },
    },
    measureTokenCost('cost-of-recurrence', {
      RNN: { mixer: 'rnn' },
      LSTM: { mixer: 'lstm' },
    }),
    measureLengthCost,
    { kind: 'race', label: 'Train three RNNs', preset: 'recurrent', seconds: 20 },
    { kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 },
  ],
  time: '1,000 steps each, and 200 in the experiment.',
  lookAt: [
    {
      text: 'Gradient norm: a straight line down on the log scale, since every token costs the signal the same factor.',
      target: 'results',
      of: 'vanishing-gradients',
    },
    {
      text: 'Time per token and state: level lines, however far the text has come.',
      target: 'results',
      of: 'cost-of-recurrence',
    },
    {
      text: 'Time per step: it rises with the length for the LSTM, and hardly for the others.',
      target: 'results',
      of: LENGTH_COST,
    },
  ],
  found: {
    text: from => {
      const run = from('vanishing-gradients');
      const factors = contendersOf(run).map(name => `${name}: ${fadingWords(run, name)}`);
      return (
        `One token back multiplied the gradient by a factor (± standard error). ${factors.join('. ')}. ` +
        `${tokenCostWords(from('cost-of-recurrence'))} ${lengthCostWords(from(LENGTH_COST))}`
      );
    },
    checks: from => {
      const [fading, cost, lengths] = [from('vanishing-gradients'), from('cost-of-recurrence'), from(LENGTH_COST)];
      return [
        ...['RNN', 'LSTM'].map(name =>
          check(
            `Before training, less than a thousandth of ${name}’s gradient is left 32 tokens back`,
            { left: leftAt(fading, name, 32) },
            ({ left }) => `${figure(left)} of it`,
            ({ left }) => left < 1e-3,
          ),
        ),
        stateStays(cost, 'RNN'),
        stateStays(cost, 'LSTM'),
        waitsMore(lengths, 'LSTM', 'Convolution'),
      ];
    },
    evidence: [vanishingGradients, costOfRecurrence, trainingInTime],
  },
  citations: [
    { text: 'Pascanu, Mikolov and Bengio 2013', arxiv: '1211.5063' },
    { text: 'Hochreiter and Schmidhuber 1997, Long Short-Term Memory', arxiv: null },
  ],
};

/** The share of the gradient one token back that is left so many tokens back, before the first step. */
function leftAt(run: Evidence, contender: string, distance: number): number | null {
  return numberIn(
    rowsOf(run, contender).find(row => stepsOf(row) === 0 && row.distance === distance),
    'relative',
  );
}
