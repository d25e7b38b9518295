import { z } from 'zod';
import { type Initialiser, normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';

const schema = z.strictObject({
  /** N, complex states of the layer. */
  d_state: z.int().min(1).max(512).default(64),
});
export type LruConfig = z.infer<typeof schema>;

/** |λ|² of state n of N: spread evenly over the unit disc. The paper draws it; so gamma, a parameter of its own, can follow from it. */
const squareOf = (n: number, N: number): number => (n + 0.5) / N;

/** λ = exp(-exp(nu_log) + i exp(theta_log)), on the whole disc: r_min 0, r_max 1. */
const sizes: Initialiser = values => {
  for (let n = 0; n < values.length; n++) values[n] = Math.log(-0.5 * Math.log(squareOf(n, values.length)));
};

/** ln of angles, uniform up to a whole turn. */
const angles: Initialiser = (values, random) => {
  for (let n = 0; n < values.length; n++) values[n] = Math.log(2 * Math.PI * Math.max(random.uniform(), 1e-6));
};

/** ln √(1 - |λ|²): a state of white noise has variance 1. */
const inputs: Initialiser = values => {
  for (let n = 0; n < values.length; n++) values[n] = 0.5 * Math.log(1 - squareOf(n, values.length));
};

/** Orvieto et al. 2023, as in minimal-LRU. */
export const description: MixerDescription<LruConfig> = {
  name: 'lru',
  title: 'LRU',
  summary:
    'Keeps a row of numbers that turn and fade, each at a speed of its own that is learned and the same for every token. ' +
    'This is the linear recurrent unit: a recurrent network without a nonlinearity in its memory, with complex diagonal weights within the unit circle.',
  citations: ['Orvieto et al. 2023, Resurrecting Recurrent Neural Networks for Long Sequences, arXiv:2303.06349'],
  schema,
  fields: [
    {
      key: 'd_state',
      label: 'States',
      help: 'Complex states of the block (N), which all channels share. More of them remember more and cost more time.',
      min: 1,
      max: 512,
      options: [8, 16, 32, 64, 128, 256],
    },
  ],
  forms: [{ d_state: 5 }],

  parameters({ d_state: N }, D) {
    const [toStates, fromStates] = [normal(1 / Math.sqrt(2 * D)), normal(1 / Math.sqrt(N))];
    const out = uniform(1 / Math.sqrt(D));
    return [
      { name: 'nu_log', shape: [N], initialise: sizes },
      { name: 'theta_log', shape: [N], initialise: angles },
      { name: 'gamma_log', shape: [N], initialise: inputs },
      { name: 'B_re', shape: [N, D], initialise: toStates, decay: false },
      { name: 'B_im', shape: [N, D], initialise: toStates, decay: false },
      { name: 'C_re', shape: [D, N], initialise: fromStates },
      { name: 'C_im', shape: [D, N], initialise: fromStates },
      { name: 'D', shape: [D], initialise: normal(1) },
      { name: 'out1.weight', shape: [D, D], initialise: out, residual: true },
      { name: 'out1.bias', shape: [D], initialise: out },
      { name: 'out2.weight', shape: [D, D], initialise: out },
      { name: 'out2.bias', shape: [D], initialise: out },
    ];
  },

  state: ({ d_state: N }) => [{ name: 'h', shape: [N, 2] }],

  /** B and C, re and im; 2 for γ b, 6 for λ h, 2 for their sum; 2 for the skip, 9 for the GELU; two projections, biases, and their gate. */
  flops: ({ d_state: N }, D) => 8 * D * N + 10 * N + 11 * D + 4 * D * D + 6 * D,

  receptiveField: () => null,
};
