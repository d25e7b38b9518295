import { constant, type Initialiser, normal, uniform } from '../../initialise';
import type { MixerDescription, ParameterSpec } from '../../mixer';
import { stepSizesFrom } from '../../step_sizes';
import { choices, fields, forms, type MambaConfig, schema, switches } from './options';
import { layout, sizes } from './sizes';

/** ln(1), ln(2), … ln(N) for every channel: "S4D-real" (Gu et al. 2022). */
function realStates(N: number): Initialiser {
  return values => {
    for (let i = 0; i < values.length; i++) values[i] = Math.log((i % N) + 1);
  };
}

function states(a_init: MambaConfig['a_init'], N: number): Initialiser {
  switch (a_init) {
    case 'real':
      return realStates(N);
    case 'constant':
      return constant(Math.log(1 / 2));
    case 'random':
      return normal(1);
    default:
      return a_init satisfies never;
  }
}

/** As in S4D: B all ones, C normal. */
const fixedVectors: Readonly<Record<'B' | 'C' | 'BC', Initialiser>> = {
  B: constant(1),
  C: normal(1),
  BC(values, random) {
    const N = values.length / 2;
    fixedVectors.B(values.subarray(0, N), random);
    fixedVectors.C(values.subarray(N), random);
  },
};

/** Mamba (Gu and Dao 2023). */
export const description: MixerDescription<MambaConfig> = {
  name: 'mamba',
  title: 'Mamba',
  summary:
    'Keeps a state of fixed size. Each token decides what is written into it and how much of it is forgotten. ' +
    'This is a selective state-space model: it trains over all tokens at once and samples each new token at the same low cost.',
  citations: [
    'Gu and Dao 2023, Mamba: Linear-Time Sequence Modeling with Selective State Spaces, arXiv:2312.00752',
    'Gu, Gupta, Goel and Ré 2022, On the Parameterization and Initialization of Diagonal State Space Models, arXiv:2206.11893',
  ],
  schema,
  fields,
  choices,
  switches,
  forms,

  parameters(config, D) {
    const known = sizes(config, D);
    const { E, N, K, R, projected } = known;
    const { selective, fixed } = layout(config, known);
    const perChannel = uniform(1 / Math.sqrt(E));
    const rank: ParameterSpec[] =
      R > 0 ? [{ name: 'dt_proj.weight', shape: [E, R], initialise: uniform(1 / Math.sqrt(R)) }] : [];
    return [
      { name: 'in_proj.weight', shape: [projected, D], initialise: uniform(1 / Math.sqrt(D)) },
      { name: 'conv1d.weight', shape: [E, 1, K], initialise: uniform(1 / Math.sqrt(K)) },
      { name: 'conv1d.bias', shape: [E], initialise: uniform(1 / Math.sqrt(K)) },
      ...(selective.width > 0 ? [{ name: 'x_proj.weight', shape: [selective.width, E], initialise: perChannel }] : []),
      ...(fixed.width > 0 ? [{ name: fixed.name, shape: [fixed.width], initialise: fixedVectors[fixed.name] }] : []),
      ...rank,
      { name: 'dt_proj.bias', shape: [E], initialise: stepSizesFrom(config.dt_min) },
      { name: 'A_log', shape: [E, N], initialise: states(config.a_init, N), decay: false },
      { name: 'D', shape: [E], initialise: constant(1) },
      { name: 'out_proj.weight', shape: [D, E], initialise: perChannel, residual: true },
    ];
  },

  state(config, D) {
    const { E, N, K } = sizes(config, D);
    const ssm = { name: 'ssm', shape: [E, N] };
    return K > 1 ? [{ name: 'taps', shape: [E, K - 1] }, ssm] : [ssm];
  },

  flops(config, D) {
    const known = sizes(config, D);
    const { E, N, K, R, projected } = known;
    const { selective } = layout(config, known);
    const layers = 2 * (D * projected + E * selective.width + R * E + E * D);
    const conv = 2 * K * E + 4 * E;
    const gate = config.gate === 'silu' ? 5 * E : 0;
    const scan = 7 * E * N + 9 * E;
    return layers + conv + scan + gate;
  },

  receptiveField: () => null,
};
