import { checkHeads } from '../../heads';
import { constant, type Initialiser, uniform } from '../../initialise';
import { type MixerDescription, ModelError } from '../../mixer';
import { stepSizes } from '../../step_sizes';
import { fields, forms, type Mamba2Config, schema } from './options';
import { sizes } from './sizes';

/** ln of rates, uniform from 1 to 16, as in state-spaces/mamba. */
const rates: Initialiser = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = Math.log(1 + 15 * random.uniform());
};

/** Throws ModelError if the heads do not divide the width, or the groups the heads. */
function check({ heads, ngroups, expand }: Mamba2Config, D: number): void {
  checkHeads('mamba2', heads, expand * D);
  if (heads % ngroups === 0) return;
  throw new ModelError(
    `mamba2: ${heads} heads do not divide into ${ngroups} groups; choose a number that divides them`,
  );
}

/** Mamba-2 (Dao and Gu 2024). */
export const description: MixerDescription<Mamba2Config> = {
  name: 'mamba2',
  title: 'Mamba-2',
  summary:
    'Keeps a matrix for each head. Each token decides what is written into it, and how much of all of it is forgotten. ' +
    'This is a selective state-space model with one decay per head (structured state space duality), which makes the state larger at the same cost.',
  citations: [
    'Dao and Gu 2024, Transformers are SSMs: Generalized Models and Efficient Algorithms Through Structured State Space Duality, arXiv:2405.21060',
  ],
  schema,
  fields,
  forms,

  parameters(config, D) {
    check(config, D);
    const { E, H, K, convolved, projected } = sizes(config, D);
    const convolution = uniform(1 / Math.sqrt(K));
    return [
      { name: 'in_proj.weight', shape: [projected, D], initialise: uniform(1 / Math.sqrt(D)) },
      { name: 'conv1d.weight', shape: [convolved, 1, K], initialise: convolution },
      { name: 'conv1d.bias', shape: [convolved], initialise: convolution },
      { name: 'dt_bias', shape: [H], initialise: stepSizes },
      { name: 'A_log', shape: [H], initialise: rates },
      { name: 'D', shape: [H], initialise: constant(1) },
      { name: 'norm.weight', shape: [E], initialise: constant(1) },
      { name: 'out_proj.weight', shape: [D, E], initialise: uniform(1 / Math.sqrt(E)), residual: true },
    ];
  },

  state(config, D) {
    const { E, N, H, K, convolved } = sizes(config, D);
    const ssm = { name: 'ssm', shape: [H, E / H, N] };
    return K > 1 ? [{ name: 'taps', shape: [convolved, K - 1] }, ssm] : [ssm];
  },

  /**
   * Projections; taps, bias, and silu; softplus and decay; 2 for the decay, 3 for what is written, 2 for what is read; skip, gate, norm.
   */
  flops(config, D) {
    const { E, N, H, K, convolved, projected } = sizes(config, D);
    return 2 * D * projected + (2 * K + 4) * convolved + 8 * H + 6 * E * N + 12 * E + 2 * E * D;
  },

  receptiveField: () => null,
};
