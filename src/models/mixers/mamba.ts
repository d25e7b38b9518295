import { z } from 'zod';
import { causalConv } from '../../autodiff/ops/causal_conv';
import { linear } from '../../autodiff/ops/linear';
import { selectiveScan } from '../../autodiff/ops/selective_scan';
import { slice, whole } from '../../autodiff/slice';
import type { Var } from '../../autodiff/tape';
import { MAX_TAPS } from '../../gpu/kernels/causal_conv';
import { MAX_STATES } from '../../gpu/kernels/selective_scan';
import { constant, type Initialiser, uniform } from '../initialise';
import type { Mixer } from '../mixer';

const schema = z.strictObject({
  /** N, states a channel. */
  d_state: z.int().min(1).max(MAX_STATES).default(16),
  /** K, tokens that the short convolution sees. */
  d_conv: z.int().min(1).max(MAX_TAPS).default(4),
  /** E / D. */
  expand: z.int().min(1).max(8).default(2),
  /** R, rank of the projection to Δ; 'auto' is D / 16, rounded up. */
  dt_rank: z.union([z.literal('auto'), z.int().min(1).max(1024)]).default('auto'),
});
type MambaConfig = z.infer<typeof schema>;

interface Sizes {
  readonly E: number;
  readonly N: number;
  readonly K: number;
  readonly R: number;
}

function sizes({ expand, d_state, d_conv, dt_rank }: MambaConfig, D: number): Sizes {
  return { E: expand * D, N: d_state, K: d_conv, R: dt_rank === 'auto' ? Math.ceil(D / 16) : dt_rank };
}

/** ln(1), ln(2), … ln(N) for every channel: "S4D-real" (Gu et al. 2022). */
function realStates(N: number): Initialiser {
  return values => {
    for (let i = 0; i < values.length; i++) values[i] = Math.log((i % N) + 1);
  };
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
  fields: [
    {
      key: 'd_state',
      label: 'States per channel',
      help: 'How many numbers each channel of the memory holds (N): more remember more, and cost more time.',
      min: 1,
      max: MAX_STATES,
      step: 1,
      options: [1, 2, 4, 8, 16, 32, 64],
    },
    {
      key: 'd_conv',
      label: 'Convolution width',
      help: 'How many recent tokens are blended before the memory reads them.',
      min: 1,
      max: MAX_TAPS,
      step: 1,
      unit: 'tokens',
    },
    {
      key: 'expand',
      label: 'Expansion',
      help: 'How many times wider the inside of the block is than the model.',
      min: 1,
      max: 8,
      step: 1,
    },
  ],

  parameters(config, D) {
    const { E, N, K, R } = sizes(config, D);
    return [
      { name: 'in_proj.weight', shape: [2 * E, D], initialise: uniform(1 / Math.sqrt(D)) },
      { name: 'conv1d.weight', shape: [E, 1, K], initialise: uniform(1 / Math.sqrt(K)) },
      { name: 'conv1d.bias', shape: [E], initialise: uniform(1 / Math.sqrt(K)) },
      { name: 'x_proj.weight', shape: [R + 2 * N, E], initialise: uniform(1 / Math.sqrt(E)) },
      { name: 'dt_proj.weight', shape: [E, R], initialise: uniform(1 / Math.sqrt(R)) },
      { name: 'dt_proj.bias', shape: [E], initialise: stepSizes },
      { name: 'A_log', shape: [E, N], initialise: realStates(N), decay: false },
      { name: 'D', shape: [E], initialise: constant(1) },
      { name: 'out_proj.weight', shape: [D, E], initialise: uniform(1 / Math.sqrt(E)) },
    ];
  },

  forward({ tape, config, parameter, x, residual, B, L, D, carry }) {
    const { E, N, K, R } = sizes(config, D);
    const rows: Var = {
      shape: [B, L, 5 * E],
      data: tape.tensor('x z u delta y', [B, L, 5 * E]),
      grad: tape.training ? tape.tensor('d x z u delta', [B, L, 4 * E]) : undefined,
    };
    const xdbl = tape.variable('delta B C', [B, L, R + 2 * N]);
    linear(tape, whole(x), parameter('in_proj.weight'), { into: slice(rows, 0, 2 * E) });
    causalConv(tape, rows, {
      weight: parameter('conv1d.weight'),
      bias: parameter('conv1d.bias'),
      B,
      L,
      state: K > 1 ? carry?.state('conv') : undefined,
    });
    linear(tape, slice(rows, 2 * E, E), parameter('x_proj.weight'), { into: whole(xdbl) });
    linear(tape, slice(xdbl, 0, R), parameter('dt_proj.weight'), {
      bias: parameter('dt_proj.bias'),
      into: slice(rows, 3 * E, E),
    });
    selectiveScan(tape, rows, {
      xdbl,
      A_log: parameter('A_log'),
      D: parameter('D'),
      B,
      L,
      state: carry?.state('ssm'),
    });
    return linear(tape, slice(rows, 4 * E, E, 0), parameter('out_proj.weight'), { residual });
  },

  decode({ assembler, config, parameter, state, x, residual, D }) {
    const { E, N, K, R } = sizes(config, D);
    const xz = assembler.project({ x, width: D, weight: parameter('in_proj.weight'), rows: 2 * E });
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
    const xdbl = assembler.project({ x: u, width: E, weight: parameter('x_proj.weight'), rows: R + 2 * N });
    const [weight, bias] = [parameter('dt_proj.weight'), parameter('dt_proj.bias')];
    const delta = assembler.project({ x: xdbl, width: R, weight, rows: E, bias });
    assembler.emit('selectiveScan', {
      u,
      delta,
      z: xz + E,
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
    const { E, N, K, R } = sizes(config, D);
    const projections = 2 * (D * 2 * E + E * (R + 2 * N) + R * E + E * D);
    const conv = 2 * K * E + 4 * E;
    const scan = 7 * E * N + 14 * E;
    return projections + conv + scan;
  },

  receptiveField: () => null,
};
