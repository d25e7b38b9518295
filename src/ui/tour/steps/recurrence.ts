import vanishingGradients from '../evidence/vanishing-gradients.json' with { type: 'json' };
import { fadingFactor } from '../figures';
import type { TourStep } from '../step';

export const recurrence: TourStep = {
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
    text: () =>
      `Each token back multiplied a plain RNN’s gradient by ${fadingFactor(vanishingGradients, 'RNN', 0)}, after 200 steps by ${fadingFactor(vanishingGradients, 'RNN', 200)} (standard errors, 7 points). ` +
      `In the LSTM it was ${fadingFactor(vanishingGradients, 'LSTM', 0)}, and 200 steps of training opened its gates to ${fadingFactor(vanishingGradients, 'LSTM', 200)} (8 points).`,
    setting: 'One block of width 32, seed 1.',
    evidence: [vanishingGradients],
  },
  citations: [
    { text: 'Pascanu, Mikolov and Bengio 2013', arxiv: '1211.5063' },
    { text: 'Hochreiter and Schmidhuber 1997, Long Short-Term Memory', arxiv: null },
  ],
};
