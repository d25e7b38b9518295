import { repeat } from '../../../lab/config/stacks';
import { bytesWords, timeWords } from '../cost_words';
import cost from '../evidence/cost-of-attention.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
import type { TourStep } from '../step';

export const attention: TourStep = {
  title: 'Attention sees everything, and pays for it at every token',
  text:
    'Attention keeps every token it has read (the KV cache) and compares each new one with all of them: nothing is out of sight, and training is parallel. ' +
    'But at token 4,000 there is ten times as much to compare as at token 400. ' +
    'So its time and memory grow with the position: O(L) for one token, O(L²) for a whole text.',
  actions: [
    {
      kind: 'experiment',
      label: 'Measure the cost of a token',
      experiment: 'sampling_cost',
      evidence: 'cost-of-attention',
      params: {
        limit: 4096,
        naive_limit: 0,
        contenders: [
          { name: 'Attention', d_model: 32, blocks: repeat(2, { mixer: 'attention', heads: 4 }) },
          { name: 'LSTM', d_model: 32, blocks: repeat(2, { mixer: 'lstm' }) },
        ],
      },
    },
  ],
  time: 'Nothing is trained: the cost does not depend on the weights.',
  lookAt: [
    {
      text: 'Time per token and state, all axes logarithmic: attention’s lines climb with the position, the LSTM’s lie flat.',
      target: 'results',
    },
  ],
  found: {
    text: from => {
      const run = from('cost-of-attention');
      const costs = contendersOf(run).map(name => `${name}: ${timeWords(run, name)}, with ${bytesWords(run, name)}`);
      return `One token took, with carried state (exponents ± standard error). ${costs.join('. ')}.`;
    },
    evidence: [cost],
  },
  citations: [
    { text: 'Vaswani et al. 2017, Attention Is All You Need', arxiv: '1706.03762' },
    { text: 'Dao 2023, FlashAttention-2', arxiv: '2307.08691' },
  ],
};
