import { repeat } from '../../../lab/presets';
import cost from '../evidence/cost-of-kinds.json' with { type: 'json' };
import { millisecondsOf, timeExponent } from '../figures';
import type { TourStep } from '../step';

export const cheapAttention: TourStep = {
  title: 'A window, or a simpler kernel, makes the cost constant again',
  text:
    'Let each token look back at the last 32 only (windowed attention, a sparse kind), or weigh the past by plain products so that running sums can hold it (linear attention). ' +
    'Either way the state has a fixed size, and every token costs the same. ' +
    'The price is memory: a window forgets older tokens, and a sum mixes all tokens together.',
  actions: [
    { kind: 'race', label: 'Train all three kinds', preset: 'attention-kinds' },
    { kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 },
    {
      kind: 'experiment',
      label: 'Measure the cost of a token',
      experiment: 'sampling_cost',
      evidence: 'cost-of-kinds',
      params: {
        limit: 4096,
        naive_limit: 0,
        contenders: [
          { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
          { name: 'Window 32', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4, window: 32 }) },
          { name: 'Linear', d_model: 32, blocks: repeat(2, { mixer: 'linear_attention', heads: 4 }) },
        ],
      },
    },
  ],
  time: '1,000 steps each; the cost can be looked at from the first step on.',
  lookAt: [
    {
      text: 'Time per token, and the state below it: attention’s lines climb, the other two turn level.',
      target: 'time',
    },
    { text: 'Loss: what does the saving cost on this text?', target: 'loss' },
  ],
  found: {
    text: () =>
      `At token 256 and at token 4,096, windowed attention took ${millisecondsOf(cost, 'Window 32', 256)} and ${millisecondsOf(cost, 'Window 32', 4096)} ms (exponent ${timeExponent(cost, 'Window 32')}), ` +
      `linear attention ${millisecondsOf(cost, 'Linear', 256)} and ${millisecondsOf(cost, 'Linear', 4096)} ms (${timeExponent(cost, 'Linear')}), full attention ${millisecondsOf(cost, 'Attention', 256)} and ${millisecondsOf(cost, 'Attention', 4096)} ms.`,
    setting: 'Two blocks of width 32 without MLPs, medians of 15 groups, seed 1.',
    evidence: [cost],
  },
  citations: [
    { text: 'Child et al. 2019, Sparse Transformers', arxiv: '1904.10509' },
    { text: 'Katharopoulos et al. 2020, Transformers are RNNs', arxiv: '2006.16236' },
  ],
};
