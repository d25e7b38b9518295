import { z } from 'zod';
import { dualDescription } from '../../duality/description';
import { fields, keys } from '../../duality/options';

/** Log-linear attention on Mamba-2 (Guo et al. 2025), as in flash-linear-attention, with a bias of the convolution alone, as mamba2. */
export const description = dualDescription({
  name: 'log_linear',
  title: 'Log-linear attention',
  summary:
    'Mamba-2 with several matrices a head: one holds the last token, and each other one a block of the past twice as long as the one before, so the state grows with the logarithm of the length. ' +
    'Each token weighs these levels, so what is near stays sharp while what is far is summed up (a Fenwick tree).',
  citations: ['Guo et al. 2025, Log-Linear Attention, arXiv:2506.04761'],
  schema: z.strictObject({
    ...keys,
    /** The last one takes all that the others do not hold: 10 cover 512 tokens. */
    levels: z.int().min(2).max(24).default(10),
  }),
  fields: [
    ...fields,
    {
      key: 'levels',
      label: 'Levels',
      help: 'Matrices of each head. Level n holds 2^(n - 1) tokens, and the last one all older ones: 10 keep 512 tokens apart.',
      min: 2,
      max: 24,
      options: [2, 4, 6, 8, 10, 12, 15],
    },
  ],
  forms: [
    { heads: 2, ngroups: 2, d_state: 5, levels: 3 },
    { kernel: 1, expand: 1, levels: 5 },
  ],
  trainsWholeOnly:
    'Its backward pass undoes the merges of the levels from the last token to the first of the sequence, and knows no levels from before it.',
});
