import { stateGrows, stateStays, timeGrowsMore } from '../cost_checks';
import cost from '../evidence/cost-of-attention.json' with { type: 'json' };
import type { TourStep } from '../step';
import { measureTokenCost, tokenCostFound } from '../token_cost';

export const attention: TourStep = {
  name: 'attention',
  title: 'Attention sees everything, and pays for it at every token',
  text:
    'Attention keeps every token it has read (the KV cache) and compares each new one with all of them: nothing is out of sight, and training is parallel. ' +
    'But at token 4,000 there is ten times as much to compare as at token 400. ' +
    'So its time and memory grow with the position: O(L) for one token, O(L²) for a whole text.',
  actions: [
    measureTokenCost('cost-of-attention', {
      Attention: { mixer: 'attention', heads: 4 },
      LSTM: { mixer: 'lstm' },
    }),
  ],
  time: 'Nothing is trained: the cost does not depend on the weights.',
  lookAt: [
    {
      text: 'Time per token and state, all axes logarithmic: attention’s lines climb with the position, the LSTM’s lie flat.',
      target: 'results',
    },
  ],
  found: tokenCostFound('cost-of-attention', cost, run => [
    stateGrows(run, 'Attention'),
    stateStays(run, 'LSTM'),
    timeGrowsMore(run, 'Attention', 'LSTM'),
  ]),
  citations: [
    { text: 'Vaswani et al. 2017, Attention Is All You Need', arxiv: '1706.03762' },
    { text: 'Dao 2023, FlashAttention-2', arxiv: '2307.08691' },
  ],
};
