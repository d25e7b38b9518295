import { MAX_SUMMED } from '../../gpu/limits';
import { constant, type Initialiser, uniform } from '../initialise';
import { type MixerDescription, ModelError, type ParameterSpec } from '../mixer';
import { stepSizes } from '../step_sizes';
import { type DeltaConfig, type DeltaDefaults, deltaSchema, fields, switches } from './options';

/** Of the norm of each head, as in flash-linear-attention. */
export const EPS = 1e-5;

/** ln of rates, uniform from 0 to 16, as in flash-linear-attention; 0 itself has no logarithm. */
const rates: Initialiser = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = Math.log(Math.max(1e-3, 16 * random.uniform()));
};

/** Widths of a token's parts: q, k, v, b, a, and the gate, as the projections give them. */
export function widthsOf({ heads: H, head_dim: K, expand_v, householder: R, decay, gate }: DeltaConfig) {
  const V = K * expand_v;
  return { q: H * K, k: R * H * K, v: R * H * V, b: R * H, a: decay ? H : 0, z: gate ? H * V : 0, out: H * V };
}

function parametersOf(config: DeltaConfig, D: number): ParameterSpec[] {
  const { heads: H, kernel: taps, decay, gate } = config;
  const { q, k, v, b, a, z, out } = widthsOf(config);
  const weight = (name: string, rows: number): ParameterSpec => {
    return { name: `${name}.weight`, shape: [rows, D], initialise: uniform(1 / Math.sqrt(D)) };
  };
  const convolution = (name: string, channels: number): ParameterSpec => {
    return { name: `${name}.weight`, shape: [channels, 1, taps], initialise: uniform(1 / Math.sqrt(taps)) };
  };
  return [
    weight('q_proj', q),
    weight('k_proj', k),
    weight('v_proj', v),
    weight('b_proj', b),
    ...(decay
      ? [
          weight('a_proj', a),
          { name: 'A_log', shape: [H], initialise: rates },
          { name: 'dt_bias', shape: [H], initialise: stepSizes },
        ]
      : []),
    convolution('q_conv1d', q),
    convolution('k_conv1d', k),
    convolution('v_conv1d', v),
    ...(gate ? [weight('g_proj', z)] : []),
    { name: 'o_norm.weight', shape: [out / H], initialise: constant(1) },
    { name: 'o_proj.weight', shape: [D, out], initialise: uniform(1 / Math.sqrt(out)), residual: true },
  ];
}

/**
 * Projections; taps and silu; the lengths of q and k; sigmoids of β, the decay; for each write 2 to read, 2 to write, and for a token 1 to
 * decay and 2 to read; norm, gate.
 */
function flopsOf(config: DeltaConfig, D: number): number {
  const { heads: H, head_dim: K, kernel: taps, householder: R } = config;
  const { q, k, v, b, a, z, out } = widthsOf(config);
  const projections = 2 * D * (q + k + v + b + a + z + out);
  const scan = K * out * (4 * R + 2 + (a > 0 ? 1 : 0)) + 3 * R * out;
  return projections + (2 * taps + 3) * (q + k + v) + 3 * (q + k) + 3 * b + 8 * a + scan + 4 * out + 4 * z + H;
}

interface DeltaFamily extends Pick<MixerDescription, 'name' | 'title' | 'summary' | 'citations'> {
  readonly defaults: DeltaDefaults;
}

/** A mixer that writes by the delta rule into a matrix for each head. */
export function deltaDescription({ defaults, ...words }: DeltaFamily): MixerDescription<DeltaConfig> {
  const { decay, gate } = defaults;
  return {
    ...words,
    schema: deltaSchema(defaults),
    fields,
    switches,
    forms: [
      { heads: 2, head_dim: 5, expand_v: 3 - defaults.expand_v, decay: !decay, gate: !gate, neg_eigval: true },
      { heads: 3, head_dim: 4, kernel: 1, householder: 2, neg_eigval: true },
    ],
    parameters(config, D) {
      const { v } = widthsOf(config);
      if (v <= MAX_SUMMED) return parametersOf(config, D);
      throw new ModelError(
        `${words.name}: ${v} values a token are too many; choose fewer or smaller heads, for ${MAX_SUMMED} values at most`,
      );
    },
    state(config) {
      const { heads: H, head_dim: K, kernel: taps } = config;
      const { q, k, v, out } = widthsOf(config);
      const S = { name: 'S', shape: [H, K, out / H] };
      if (taps === 1) return [S];
      const before = (name: string, channels: number) => ({ name, shape: [channels, taps - 1] });
      return [before('conv_q', q), before('conv_k', k), before('conv_v', v), S];
    },
    flops: flopsOf,
    receptiveField: () => null,
  };
}
