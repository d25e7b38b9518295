import { copyingTask } from './copied_tokens';

export const selectiveCopying = copyingTask(
  {
    name: 'selective_copying',
    title: 'Selective copying',
    summary:
      'A few letters are scattered at random among noise, and at the end the model must say them again in order. ' +
      'Because the gaps change every time, a model must choose by content what to remember (selection); a fixed filter cannot.',
    citations: [
      'Gu and Dao 2023, Mamba: Linear-Time Sequence Modeling with Selective State Spaces, arXiv:2312.00752, Table 1 and appendix E.1',
      'Jing et al. 2019, Gated Orthogonal Recurrent Units: On Learning to Forget, arXiv:1706.02761 (the denoising task)',
    ],
  },
  (random, p) => random.distinct(p.copied, p.length + p.copied).sort(),
);
