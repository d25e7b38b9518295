import { count } from '../../../lab/experiments/phrases';
import { check, costAt } from '../check';
import { stateGrows, timeGrowsMore } from '../cost_checks';
import cost from '../evidence/cost-of-log-linear.json' with { type: 'json' };
import type { TourStep } from '../step';
import { measureTokenCost, tokenCostFound } from '../token_cost';

export const logLinear: TourStep = {
  name: 'log-linear',
  title: 'Between a full memory and one sum: a sum for each level of the past',
  text:
    'Log-linear attention keeps one running sum for the last token, one for the two before it, one for the four before those, and so on: the far past is kept, but coarsely. ' +
    'A token then reads as many sums as its position has binary digits, O(log L). ' +
    'Eight times as many tokens, from 512 to 4,096, need 13 sums instead of 10.',
  actions: [
    measureTokenCost('cost-of-log-linear', {
      Attention: { mixer: 'attention', heads: 4 },
      'Log-linear to 512': { mixer: 'log_linear', levels: 10 },
      'Log-linear to 4,096': { mixer: 'log_linear', levels: 13 },
    }),
  ],
  time: 'Nothing is trained: the cost does not depend on the weights.',
  lookAt: [
    {
      text: 'Time per token: attention’s line climbs, those of log-linear attention hardly do, and they start higher.',
      target: 'results',
    },
  ],
  found: tokenCostFound('cost-of-log-linear', cost, run => [
    stateGrows(run, 'Attention'),
    check(
      'Eight times as many tokens take log-linear attention less than twice the state',
      {
        few: costAt(run, 'Log-linear to 512', 'bytes', 4096),
        many: costAt(run, 'Log-linear to 4,096', 'bytes', 4096),
      },
      ({ few, many }) => `${count(few)} and ${count(many)} bytes`,
      ({ few, many }) => many > few && many < 2 * few,
    ),
    timeGrowsMore(run, 'Attention', 'Log-linear to 4,096'),
  ]),
  citations: [
    { text: 'Guo et al. 2025, Log-Linear Attention', arxiv: '2506.04761' },
    { text: 'Katharopoulos et al. 2020, Transformers are RNNs', arxiv: '2006.16236' },
  ],
};
