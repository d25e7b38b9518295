import { repeat } from '../../../lab/config/stacks';
import { bytesWords, timeWords } from '../cost_words';
import cost from '../evidence/cost-of-kinds.json' with { type: 'json' };
import { contendersOf } from '../evidence_rows';
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
    text: from => {
      const run = from('cost-of-kinds');
      const costs = contendersOf(run).map(name => `${name}: ${timeWords(run, name)}, with ${bytesWords(run, name)}`);
      return `One token took, with carried state (exponents ± standard error). ${costs.join('. ')}.`;
    },
    evidence: [cost],
  },
  citations: [
    { text: 'Child et al. 2019, Sparse Transformers', arxiv: '1904.10509' },
    { text: 'Katharopoulos et al. 2020, Transformers are RNNs', arxiv: '2006.16236' },
  ],
};
