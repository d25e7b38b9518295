import vanishingGradients from '../evidence/vanishing-gradients.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import { fadingWords } from '../fading_words';
import type { TourStep } from '../step';

export const recurrence: TourStep = {
  name: 'recurrence',
  title: 'A recurrent network writes each token at the same cost, but the past fades from its learning',
  text:
    'A recurrent network (RNN) folds all it has read into a memory of fixed size, so the thousandth token costs what the first did. ' +
    'To learn, it must walk through the text token by token, and the learning signal must walk back the same way. ' +
    'Every token multiplies that signal again: it shrinks or blows up (vanishing, exploding gradients).',
  actions: [
    { kind: 'race', label: 'Train three RNNs', preset: 'recurrent' },
    { kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 },
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
  ],
  time: '1,000 steps each, and 200 in the experiment.',
  lookAt: [
    { text: 'Time per token: three level lines, however far the text has come.', target: 'time' },
    {
      text: 'Gradient norm: a straight line down on the log scale, since every token costs the signal the same factor.',
      target: 'results',
    },
  ],
  found: {
    text: from => {
      const run = from('vanishing-gradients');
      const factors = contendersOf(run).map(name => `${name}: ${fadingWords(run, name)}`);
      return `One token back multiplied the gradient by a factor (± standard error). ${factors.join('. ')}.`;
    },
    evidence: [vanishingGradients],
  },
  citations: [
    { text: 'Pascanu, Mikolov and Bengio 2013', arxiv: '1211.5063' },
    { text: 'Hochreiter and Schmidhuber 1997, Long Short-Term Memory', arxiv: null },
  ],
};
