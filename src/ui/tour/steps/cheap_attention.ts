import type { TourStep } from '../step';

export const cheapAttention: TourStep = {
  title: 'A window, or a simpler kernel, makes the cost constant again',
  text:
    'Let each token look back at the last 32 only (windowed attention, a sparse kind), or weigh the past by plain products so that running sums can hold it (linear attention). ' +
    'Either way the state has a fixed size, and every token costs the same. ' +
    'What is lost is memory: a window forgets what lies behind it, and a sum keeps everything, but mixed together.',
  actions: [
    { kind: 'race', label: 'Train all three kinds', preset: 'attention-kinds' },
    { kind: 'sample', label: 'Write 1,024 tokens', tokens: 1024 },
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
    text: 'At token 256 and at token 16,384: windowed attention took 0.191 and 0.192 ms, linear attention 0.170 and 0.152 ms; neither state grew.',
    setting: 'SwiftShader (software) on two cores, two blocks of width 32, seed 1.',
  },
  citations: [
    { text: 'Child et al. 2019, Sparse Transformers', arxiv: '1904.10509' },
    { text: 'Katharopoulos et al. 2020, Transformers are RNNs', arxiv: '2006.16236' },
  ],
};
