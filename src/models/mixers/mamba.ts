import { causalConv } from '../../autodiff/ops/causal_conv';
import { linear } from '../../autodiff/ops/linear';
import { sameRows } from '../../autodiff/ops/same_rows';
import { selectiveScan } from '../../autodiff/ops/selective_scan';
import { slice, whole } from '../../autodiff/slice';
import type { Var } from '../../autodiff/tape';
import { constant, type Initialiser, normal, uniform } from '../initialise';
import type { Mixer, ParameterSpec } from '../mixer';
import { choices, fields, forms, type MambaConfig, schema, switches } from './mamba_config';
import { mambaViews } from './mamba_views';

interface Sizes {
  readonly E: number;
  readonly N: number;
  readonly K: number;
  /** 0 where Δ does not depend on the token. */
  readonly R: number;
  /** Columns of what in_proj gives: x, and z where there is a gate. */
  readonly projected: number;
}

function sizes({ expand, d_state, d_conv, dt_rank, selective_dt, gate }: MambaConfig, D: number): Sizes {
  const E = expand * D;
  const rank = dt_rank === 'auto' ? Math.ceil(D / 16) : dt_rank;
  return { E, N: d_state, K: d_conv, R: selective_dt ? rank : 0, projected: gate === 'silu' ? 2 * E : E };
}

/** A parameter that gives columns `at` to `at + width` of a token's low-rank delta, B, C. */
interface Source {
  readonly name: string;
  readonly at: number;
  readonly width: number;
}

/** The layers of u that give them, neighbours in one: low-rank delta and C, without B between, take two. */
function projections({ selective_B, selective_C }: MambaConfig, { R, N }: Sizes): Source[] {
  const BC = (selective_B ? N : 0) + (selective_C && (selective_B || R === 0) ? N : 0);
  const first = { name: 'x_proj.weight', at: selective_B || R > 0 ? 0 : R + N, width: R + BC };
  const apart = { name: 'C_proj.weight', at: R + N, width: selective_C && !selective_B && R > 0 ? N : 0 };
  return [first, apart].filter(({ width }) => width > 0);
}

/** The learned vectors that are the same for every token. */
function fixed({ selective_B, selective_C }: MambaConfig, { R, N }: Sizes): Source[] {
  return [
    ...(selective_B ? [] : [{ name: 'B', at: R, width: N }]),
    ...(selective_C ? [] : [{ name: 'C', at: R + N, width: N }]),
  ];
}

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
    'Keeps a small memory of fixed size and decides at every token, from the token itself, what to write into it and how much of the old to forget. ' +
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
    const perChannel = uniform(1 / Math.sqrt(E));
    const rank: ParameterSpec[] =
      R > 0 ? [{ name: 'dt_proj.weight', shape: [E, R], initialise: uniform(1 / Math.sqrt(R)) }] : [];
    return [
      { name: 'in_proj.weight', shape: [projected, D], initialise: uniform(1 / Math.sqrt(D)) },
      { name: 'conv1d.weight', shape: [E, 1, K], initialise: uniform(1 / Math.sqrt(K)) },
      { name: 'conv1d.bias', shape: [E], initialise: uniform(1 / Math.sqrt(K)) },
      ...projections(config, known).map(({ name, width }) => ({ name, shape: [width, E], initialise: perChannel })),
      // As in S4D: B all ones, C normal.
      ...fixed(config, known).map(({ name }) => ({
        name,
        shape: [N],
        initialise: name === 'B' ? constant(1) : normal(1),
      })),
      ...rank,
      { name: 'dt_proj.bias', shape: [E], initialise: stepSizes },
      { name: 'A_log', shape: [E, N], initialise: states(config.a_init, N), decay: false },
      { name: 'D', shape: [E], initialise: constant(1) },
      { name: 'out_proj.weight', shape: [D, E], initialise: perChannel },
    ];
  },

  forward({ tape, config, parameter, x, residual, B, L, D, carry }) {
    const known = sizes(config, D);
    const { E, N, K, R, projected } = known;
    const rows: Var = {
      shape: [B, L, 5 * E],
      data: tape.tensor('x z u delta y', [B, L, 5 * E]),
      grad: tape.training ? tape.tensor('d x z u delta', [B, L, 4 * E]) : undefined,
    };
    const xdbl = tape.variable('delta B C', [B, L, R + 2 * N]);
    linear(tape, whole(x), parameter('in_proj.weight'), { into: slice(rows, 0, projected) });
    causalConv(tape, rows, {
      weight: parameter('conv1d.weight'),
      bias: parameter('conv1d.bias'),
      B,
      L,
      state: K > 1 ? carry?.state('conv') : undefined,
    });
    for (const { name, at, width } of fixed(config, known)) sameRows(tape, parameter(name), slice(xdbl, at, width));
    for (const { name, at, width } of projections(config, known)) {
      linear(tape, slice(rows, 2 * E, E), parameter(name), { into: slice(xdbl, at, width) });
    }
    const bias = parameter('dt_proj.bias');
    const delta = slice(rows, 3 * E, E);
    if (R > 0) linear(tape, slice(xdbl, 0, R), parameter('dt_proj.weight'), { bias, into: delta });
    else sameRows(tape, bias, delta);
    selectiveScan(tape, rows, {
      xdbl,
      A_log: parameter('A_log'),
      D: parameter('D'),
      gated: config.gate === 'silu',
      B,
      L,
      state: carry?.state('ssm'),
    });
    return linear(tape, slice(rows, 4 * E, E, 0), parameter('out_proj.weight'), { residual });
  },

  decode({ assembler, config, parameter, state, x, residual, D }) {
    const known = sizes(config, D);
    const { E, N, K, R, projected } = known;
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
    for (const { name, at, width } of fixed(config, known)) assembler.load(parameter(name), width, xdbl + at);
    for (const { name, at, width } of projections(config, known)) {
      assembler.project({ x: u, width: E, weight: parameter(name), rows: width, into: xdbl + at });
    }
    const bias = parameter('dt_proj.bias');
    const delta = assembler.take(E);
    if (R > 0) {
      assembler.project({ x: xdbl, width: R, weight: parameter('dt_proj.weight'), rows: E, bias, into: delta });
    } else assembler.load(bias, E, delta);
    assembler.emit('selectiveScan', {
      u,
      delta,
      z: config.gate === 'silu' ? xz + E : -1,
      inflows: xdbl + R,
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
    const low = projections(config, known).reduce((sum, { width }) => sum + width, 0);
    const layers = 2 * (D * projected + E * low + R * E + E * D);
    const conv = 2 * K * E + 4 * E;
    const gate = config.gate === 'silu' ? 5 * E : 0;
    const scan = 7 * E * N + 9 * E;
    return layers + conv + scan + gate;
  },

  receptiveField: () => null,
  views: mambaViews,
};
