import { causalConv } from '../../autodiff/ops/causal_conv';
import { linear } from '../../autodiff/ops/linear';
import { sameRows } from '../../autodiff/ops/same_rows';
import { selectiveScan } from '../../autodiff/ops/selective_scan';
import { type Slice, slice, whole } from '../../autodiff/slice';
import type { Var } from '../../autodiff/tape';
import { constant, type Initialiser, normal, uniform } from '../initialise';
import type { Mixer, ParameterSpec } from '../mixer';
import { choices, fields, forms, type MambaConfig, schema, switches } from './mamba_config';
import { layout, sizes } from './mamba_sizes';
import { mambaViews } from './mamba_views';

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

/** softplus⁻¹ of step sizes drawn log-uniformly from 0.001 to 0.1, as in state-spaces/mamba. */
const stepSizes: Initialiser = (values, random) => {
  const [least, most] = [0.001, 0.1];
  for (let i = 0; i < values.length; i++) {
    const delta = Math.max(1e-4, Math.exp(random.uniform() * Math.log(most / least) + Math.log(least)));
    values[i] = delta + Math.log(-Math.expm1(-delta));
  }
};

/**
 * Mamba (Gu and Dao 2023). Every token's work lies in one row of 5E: x, z, u, delta, y, so that backward needs few buffers:
 * x, z = in_proj; u = silu(conv(x)); low-rank delta, B, C = x_proj(u); delta = dt_proj; y = scan(u, Δ, B, C) gated by z.
 * The scan leaves Δ = softplus(delta) in delta's place. Of the gradient, rows of 4E are enough: y's is done with before x's begins.
 * Without a gate z's columns stay empty. A B or C that does not depend on the token has shape (N), one for all channels, since
 * the scan shares them so; that of `selective_scan` in state-spaces/mamba has (E, N).
 */
export const mamba: Mixer<MambaConfig> = {
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
      { name: 'dt_proj.bias', shape: [E], initialise: stepSizes },
      { name: 'A_log', shape: [E, N], initialise: states(config.a_init, N), decay: false },
      { name: 'D', shape: [E], initialise: constant(1) },
      { name: 'out_proj.weight', shape: [D, E], initialise: perChannel, residual: true },
    ];
  },

  forward({ tape, config, parameter, x, residual, B, L, D, carry }) {
    const known = sizes(config, D);
    const { E, N, K, R, projected } = known;
    const { delta, BC, selective, fixed } = layout(config, known);
    const rows: Var = {
      shape: [B, L, 5 * E],
      data: tape.tensor('x z u delta y', [B, L, 5 * E]),
      grad: tape.training ? tape.tensor('d x z u delta', [B, L, 4 * E]) : undefined,
    };
    const xdbl = tape.variable('delta B C', [B, L, R + 2 * N]);
    linear(tape, whole(x), parameter('in_proj.weight'), { into: slice(rows, 0, projected) });
    const columns = (index: number): Slice => slice(rows, index * E, E);
    const u = columns(2);
    causalConv(tape, {
      x: columns(0),
      u,
      weight: parameter('conv1d.weight'),
      bias: parameter('conv1d.bias'),
      state: K > 1 ? carry?.state('conv') : undefined,
    });
    if (fixed.width > 0) sameRows(tape, parameter(fixed.name), slice(xdbl, fixed.at, fixed.width));
    if (selective.width > 0) {
      const into = slice(xdbl, selective.at, selective.width);
      linear(tape, u, parameter('x_proj.weight'), { into });
    }
    const bias = parameter('dt_proj.bias');
    const steps = columns(3);
    if (R > 0) linear(tape, slice(xdbl, delta, R), parameter('dt_proj.weight'), { bias, into: steps });
    else sameRows(tape, bias, steps);
    const y = slice(rows, 4 * E, E, 0);
    selectiveScan(tape, {
      u,
      delta: steps,
      z: config.gate === 'silu' ? columns(1) : undefined,
      y,
      BC: slice(xdbl, BC, 2 * N),
      A_log: parameter('A_log'),
      D: parameter('D'),
      state: carry?.state('ssm'),
    });
    return linear(tape, y, parameter('out_proj.weight'), { residual });
  },

  decode({ assembler, config, parameter, state, x, residual, D }) {
    const known = sizes(config, D);
    const { E, N, K, R, projected } = known;
    const { delta, BC, selective, fixed } = layout(config, known);
    const xz = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: projected });
    const u = assembler.take(E);
    assembler.emit('shortConv', {
      x: xz,
      weight: parameter('conv1d.weight'),
      bias: parameter('conv1d.bias'),
      E,
      K,
      state: K > 1 ? state('conv').at : 0,
      y: u,
    });
    const xdbl = assembler.take(R + 2 * N);
    if (fixed.width > 0) assembler.load(parameter(fixed.name), fixed.width, xdbl + fixed.at);
    if (selective.width > 0) {
      const into = xdbl + selective.at;
      assembler.project({ x: u, width: E, weight: parameter('x_proj.weight'), rows: selective.width, into });
    }
    const bias = parameter('dt_proj.bias');
    const steps = assembler.take(E);
    if (R > 0) {
      const weight = parameter('dt_proj.weight');
      assembler.project({ x: xdbl + delta, width: R, weight, rows: E, bias, into: steps });
    } else assembler.load(bias, E, steps);
    assembler.emit('selectiveScan', {
      u,
      delta: steps,
      z: config.gate === 'silu' ? xz + E : -1,
      inflows: xdbl + BC,
      rates: parameter('A_log'),
      skip: parameter('D'),
      E,
      N,
      state: state('ssm').at,
      y: u,
    });
    assembler.project({ x: u, width: E, weight: parameter('out_proj.weight'), rows: D, onto: residual });
  },

  state(config, D) {
    const { E, N, K } = sizes(config, D);
    const ssm = { name: 'ssm', shape: [E, N] };
    return K > 1 ? [{ name: 'conv', shape: [E, K - 1] }, ssm] : [ssm];
  },

  stateBytes(config, D) {
    const { E, N, K } = sizes(config, D);
    return 4 * E * (K - 1 + N);
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
  views: mambaViews,
};
