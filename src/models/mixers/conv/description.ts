import { z } from 'zod';
import { uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';

const schema = z.strictObject({
  /** K, taps. */
  kernel: z.int().min(1).max(64).default(2),
  /** Tokens from one tap to the next. */
  dilation: z.int().min(1).max(32768).default(1),
});
export type ConvConfig = z.infer<typeof schema>;

/** Tokens back to the first tap: the length of the queue. */
function reach({ kernel, dilation }: ConvConfig): number {
  return (kernel - 1) * dilation;
}

/** A WaveNet layer without its skip output; the model's residual stream replaces it. */
export const description: MixerDescription<ConvConfig> = {
  name: 'conv',
  title: 'Dilated convolution',
  summary:
    'Each token is mixed with a few earlier ones at fixed distances; a gate decides how much of the result passes (a gated, dilated causal convolution, as in WaveNet). Blocks with doubled dilations see far back, but never beyond their receptive field.',
  citations: [
    'van den Oord et al. 2016, WaveNet: A Generative Model for Raw Audio, arXiv:1609.03499',
    'Paine et al. 2016, Fast Wavenet Generation Algorithm, arXiv:1611.09482',
  ],
  schema,
  fields: [
    {
      key: 'kernel',
      label: 'Taps',
      help: 'How many tokens each output mixes, itself included.',
      min: 1,
      max: 8,
    },
    {
      key: 'dilation',
      label: 'Dilation',
      help: 'How many tokens apart the taps are; doubling it from block to block makes the view grow fastest.',
      min: 1,
      max: 512,
      unit: 'tokens',
      options: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    },
  ],
  parameters({ kernel }, D) {
    const convolution = uniform(1 / Math.sqrt(D * kernel));
    const projection = uniform(1 / Math.sqrt(D));
    return [
      { name: 'conv.weight', shape: [2 * D, D, kernel], initialise: convolution },
      { name: 'conv.bias', shape: [2 * D], initialise: convolution },
      { name: 'out_proj.weight', shape: [D, D], initialise: projection, residual: true },
      { name: 'out_proj.bias', shape: [D], initialise: projection },
    ];
  },
  /** One slot more than the taps reach back, so that a token can enter while the oldest is still read. */
  state: (config, D) => [{ name: 'queue', shape: [reach(config) + 1, D], spare: D }],
  flops({ kernel }, D) {
    const convolution = 4 * D * D * kernel + 2 * D;
    const gate = 3 * D;
    return convolution + gate + 2 * D * D + D;
  },
  receptiveField: config => 1 + reach(config),
  distances: ({ kernel, dilation }) => Array.from({ length: kernel }, (_, tap) => tap * dilation),
};
