import { stateGrows, stateStays, timeGrowsMore } from '../cost_checks';
import cost from '../evidence/cost-of-kinds.json' with { type: 'json' };
import type { TourStep } from '../step';
import { measureTokenCost, tokenCostFound } from '../token_cost';

export const cheapAttention: TourStep = {
  name: 'cheap-attention',
  title: 'A window, or a simpler kernel, makes the cost constant again',
  text:
    'Let each token look back at the last 32 only (windowed attention, a sparse kind), or weigh the past by plain products so that running sums can hold it (linear attention). ' +
    'Either way the state has a fixed size, and every token costs the same. ' +
    'The price is memory: a window forgets older tokens, and a sum mixes all tokens together.',
  actions: [
    measureTokenCost('cost-of-kinds', {
      Attention: { mixer: 'attention', heads: 4 },
      'Window 32': { mixer: 'attention', heads: 4, window: 32 },
      Linear: { mixer: 'linear_attention', heads: 4 },
    }),
    { kind: 'race', label: 'Train all three kinds', preset: 'attention-kinds', seconds: 35 },
    { kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 },
  ],
  time: '1,000 steps each; the cost can be looked at from the first step on.',
  lookAt: [
    {
      text: 'Time per token, and the state below it: attention’s lines climb, the other two lie level.',
      target: 'results',
    },
    { text: 'Loss: what does the saving cost on this text?', target: 'loss' },
  ],
  found: tokenCostFound('cost-of-kinds', cost, run => [
    stateGrows(run, 'Attention'),
    stateStays(run, 'Window 32'),
    stateStays(run, 'Linear'),
    timeGrowsMore(run, 'Attention', 'Linear'),
  ]),
  citations: [
    { text: 'Child et al. 2019, Sparse Transformers', arxiv: '1904.10509' },
    { text: 'Katharopoulos et al. 2020, Transformers are RNNs', arxiv: '2006.16236' },
  ],
};
