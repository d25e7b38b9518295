import { z } from 'zod';
import { dilatedConv } from '../../autodiff/ops/dilated_conv';
import { linear } from '../../autodiff/ops/linear';
import { whole } from '../../autodiff/slice';
import { uniform } from '../initialise';
import type { Mixer } from '../mixer';
import { convViews } from './conv_views';

const schema = z.strictObject({
  /** K, taps. */
  kernel: z.int().min(1).max(64).default(2),
  /** Tokens from one tap to the next. */
  dilation: z.int().min(1).max(32768).default(1),
});
type ConvConfig = z.infer<typeof schema>;

/** Tokens back to the first tap, which is how many the queue must remember. */
function reach({ kernel, dilation }: ConvConfig): number {
  return (kernel - 1) * dilation;
}

/** A WaveNet layer without its skip output: the residual stream of the model takes that place. */
export const conv: Mixer<ConvConfig> = {
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
      step: 1,
    },
    {
      key: 'dilation',
      label: 'Dilation',
      help: 'How many tokens apart the taps are; doubling it from block to block makes the view grow fastest.',
      min: 1,
      max: 512,
      step: 1,
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
  forward({ tape, config, parameter, x, residual, carry }) {
    const before = carry && { queue: carry.state('queue'), cursor: carry.cursor };
    const gated = dilatedConv(tape, x, parameter('conv.weight'), parameter('conv.bias'), config.dilation, before);
    return linear(tape, whole(gated), parameter('out_proj.weight'), { bias: parameter('out_proj.bias'), residual });
  },
  decode({ assembler, config, parameter, state, x, residual, D }) {
    const { kernel: K, dilation } = config;
    const window = assembler.take(D * K);
    const { at, shape } = state('queue');
    assembler.emit('convWindow', { x, D, K, dilation, slots: shape[0] ?? 1, state: at, y: window });
    const [weight, bias] = [parameter('conv.weight'), parameter('conv.bias')];
    const gates = assembler.project({ x: window, width: D * K, weight, rows: 2 * D, bias });
    assembler.emit('tanhGate', { x: gates, n: D, y: x });
    assembler.project({
      x,
      width: D,
      weight: parameter('out_proj.weight'),
      rows: D,
      bias: parameter('out_proj.bias'),
      onto: residual,
    });
  },
  /** One slot more than the taps look back, so that a token can enter while the oldest is still read. */
  state: (config, D) => [{ name: 'queue', shape: [reach(config) + 1, D] }],
  stateBytes: (config, D) => reach(config) * D * 4,
  flops({ kernel }, D) {
    const convolution = 4 * D * D * kernel + 2 * D;
    const gate = 3 * D;
    return convolution + gate + 2 * D * D + D;
  },
  receptiveField: config => 1 + reach(config),
  views: convViews,
};
