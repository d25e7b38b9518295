import { z } from 'zod';
import { checkHeads } from '../../heads';
import { constant, type Initialiser, normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { logSteps } from '../../step_sizes';

const schema = z.strictObject({
  /** N: states of the diagonal system, in pairs, and places of the shift register. */
  d_state: z.int().min(2).max(64).multipleOf(2).default(16),
  /** d, columns of a head: all products of two of them are kept. */
  head_dim: z.int().min(1).max(16).default(1),
});
export type H3Config = z.infer<typeof schema>;

/** Each value from its place in rows of `width`. */
const byPlace = (width: number, valueAt: (place: number) => number): Initialiser => {
  return values => {
    for (let i = 0; i < values.length; i++) values[i] = valueAt(i % width);
  };
};

/** Dao et al. 2022, as in HazyResearch/H3. */
export const description: MixerDescription<H3Config> = {
  name: 'h3',
  title: 'H3',
  summary:
    'Multiplies each token with what came a few tokens before, remembers the products, and lets a later token ask for them. ' +
    'This is “hungry hungry hippos”, a forerunner of Mamba: two linear time-invariant state-space models, a shift register and a diagonal one, between products.',
  citations: [
    'Dao, Fu et al. 2022, Hungry Hungry Hippos: Towards Language Modeling with State Space Models, arXiv:2212.14052',
  ],
  schema,
  fields: [
    {
      key: 'd_state',
      label: 'States per channel',
      help: 'State size of each channel (N), in pairs, and how many tokens the shift register reaches back.',
      min: 2,
      max: 64,
      options: [2, 4, 8, 16, 32, 64],
    },
    {
      key: 'head_dim',
      label: 'Columns per head',
      help: 'Columns of a head (d): all products of two of them are remembered. The width must be a multiple of it.',
      min: 1,
      max: 16,
      options: [1, 2, 4, 8],
    },
  ],
  forms: [{ d_state: 6, head_dim: 2 }],
  trainsWholeOnly: 'It trains as a long convolution, which has no cache of earlier tokens.',

  parameters({ d_state: N, head_dim: d }, D) {
    checkHeads('h3', d, D);
    const [H, pairs] = [D / d, N / 2];
    const projection = uniform(1 / Math.sqrt(D));
    const layer = (name: string, residual = false) => [
      { name: `${name}.weight`, shape: [D, D], initialise: projection, residual },
      { name: `${name}.bias`, shape: [D], initialise: projection },
    ];
    const undecayed = (name: string, shape: readonly number[], initialise: Initialiser) => {
      return { name, shape, initialise, decay: false };
    };
    return [
      ...['q_proj', 'k_proj', 'v_proj'].flatMap(name => layer(name)),
      undecayed(
        'ssm_k_kernel.kernel.B',
        [D, N],
        byPlace(N, place => (place === 0 ? 1 : 0)),
      ),
      undecayed('ssm_k_kernel.kernel.C', [1, D, N], uniform(1 / Math.sqrt(N))),
      { name: 'ssm_k_D', shape: [D], initialise: normal(1) },
      undecayed('kernel.kernel.log_dt', [H], logSteps),
      // Complex numbers of variance 1.
      undecayed('kernel.kernel.C', [1, H, pairs, 2], normal(Math.SQRT1_2)),
      undecayed(
        'kernel.kernel.B',
        [H, pairs, 2],
        byPlace(2, part => 1 - part),
      ),
      undecayed('kernel.kernel.inv_A_real', [H, pairs], constant(Math.log(0.5))),
      // As S4D-Lin.
      undecayed(
        'kernel.kernel.A_imag',
        [H, pairs],
        byPlace(pairs, n => Math.PI * n),
      ),
      { name: 'D', shape: [H], initialise: normal(1) },
      ...layer('output_linear', true),
    ];
  },

  state({ d_state: N, head_dim: d }, D) {
    return [
      { name: 'shift', shape: [D, N] },
      { name: 'diag', shape: [d, d, D / d, N / 2, 2] },
    ];
  },

  /** Four projections and biases; the shift register; d products of each column, their states as in S4D, and their sums. */
  flops: ({ d_state: N, head_dim: d }, D) => 8 * D * D + 4 * D + (4 * N + 2) * D + d * D * (1 + 7 * N + 2 + 2),

  receptiveField: () => null,
};
