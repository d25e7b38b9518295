import { constant, type Initialiser, normal } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { fields, type RgLruConfig, schema, sizes } from './options';

/** So that e^(-softplus) of what it fills is uniform on the ring from 0.9 to 0.999, as in recurrentgemma. */
const ring: Initialiser = (values, random) => {
  const [least, most] = [0.9 ** 2, 0.999 ** 2];
  for (let i = 0; i < values.length; i++) {
    const square = least + (most - least) * random.uniform();
    values[i] = Math.log(Math.expm1(-0.5 * Math.log(square)));
  }
};

/** The recurrent block of Griffin and Hawk (De et al. 2024), as in google-deepmind/recurrentgemma. */
export const description: MixerDescription<RgLruConfig> = {
  name: 'rg_lru',
  title: 'RG-LRU',
  summary:
    'Keeps one number a unit, which fades by a gate that looks at the token alone, and what is written shrinks as more is kept, so the memory keeps its size. ' +
    'This is the real-gated linear recurrent unit, the memory of Griffin and Hawk: a linear recurrence behind a short convolution.',
  citations: [
    'De et al. 2024, Griffin: Mixing Gated Linear Recurrences with Local Attention for Efficient Language Models, arXiv:2402.19427',
  ],
  schema,
  fields,
  forms: [
    { heads: 2, expand: 1.5, kernel: 3 },
    { heads: 1, kernel: 1 },
  ],

  parameters(config, D) {
    const { W, K, n } = sizes(config, D);
    const { heads } = config;
    const [zero, block] = [constant(0), normal(1 / Math.sqrt(n))];
    const input = normal(1 / Math.sqrt(D));
    return [
      { name: 'linear_x.weight', shape: [W, D], initialise: input },
      { name: 'linear_x.bias', shape: [W], initialise: zero },
      { name: 'linear_y.weight', shape: [W, D], initialise: input },
      { name: 'linear_y.bias', shape: [W], initialise: zero },
      { name: 'conv_1d.w', shape: [K, W], initialise: normal(Math.sqrt(0.01 / K)) },
      { name: 'conv_1d.b', shape: [W], initialise: zero },
      { name: 'rg_lru.input_gate.w', shape: [heads, n, n], initialise: block },
      { name: 'rg_lru.input_gate.b', shape: [heads, n], initialise: zero, decay: false },
      { name: 'rg_lru.a_gate.w', shape: [heads, n, n], initialise: block },
      { name: 'rg_lru.a_gate.b', shape: [heads, n], initialise: zero, decay: false },
      { name: 'rg_lru.a_param', shape: [W], initialise: ring },
      { name: 'linear_out.weight', shape: [D, W], initialise: normal(1 / Math.sqrt(W)), residual: true },
      { name: 'linear_out.bias', shape: [D], initialise: zero },
    ];
  },

  state(config, D) {
    const { W, K } = sizes(config, D);
    const h = { name: 'h', shape: [W] };
    return K > 1 ? [{ name: 'taps', shape: [W, K - 1] }, h] : [h];
  },

  /**
   * Three projections and their biases; taps and bias; two gates of blocks, their biases, and sigmoids; 3 for softplus, 2 for ln a, 1 for
   * a, 4 for the root, 2 for what is written, 2 for the new h; 9 for the GELU and 1 for its product.
   */
  flops(config, D) {
    const { W, K, n } = sizes(config, D);
    return 3 * 2 * D * W + 2 * W + D + (2 * K + 1) * W + 2 * (2 * n + 4) * W + 24 * W;
  },

  receptiveField: () => null,
};
