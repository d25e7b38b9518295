import { z } from 'zod';
import { checkHeads } from '../../heads';
import { uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';

/** As in the authors' code. */
export const EPS = 1e-6;

const schema = z.strictObject({ heads: z.int().min(1).max(256).default(4) });
export type LinearAttentionConfig = z.infer<typeof schema>;

export const description: MixerDescription<LinearAttentionConfig> = {
  name: 'linear_attention',
  title: 'Linear attention',
  summary:
    'Attention whose weights are plain products of positive features instead of a softmax (kernel feature maps), so the past can be kept as running sums. ' +
    'One token then costs the same at any position, as in an RNN, but the sums blur together what softmax attention keeps apart.',
  citations: ['Katharopoulos et al. 2020, Transformers are RNNs'],
  schema,
  fields: [
    {
      key: 'heads',
      label: 'Heads',
      help: 'Attention heads, which share the width D: D must be a multiple of their number.',
      min: 1,
      max: 64,
      options: [1, 2, 4, 8, 16],
    },
  ],
  parameters({ heads }, D) {
    checkHeads('linear_attention', heads, D);
    const initialise = uniform(1 / Math.sqrt(D));
    return [
      { name: 'in_proj.weight', shape: [3 * D, D], initialise },
      { name: 'out_proj.weight', shape: [D, D], initialise, residual: true },
    ];
  },
  state: ({ heads }, D) => [{ name: 'sums', shape: [heads, D / heads + 1, D / heads] }],
  // Projections, phi of q and k, then 2 per multiply-add: sums updated and read, with their column of ones; division.
  flops: ({ heads }, D) => 2 * 4 * D * D + 4 * D + 4 * D * (D / heads + 1) + D,
  receptiveField: () => null,
};
