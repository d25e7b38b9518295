import { constant, uniform } from '../../initialise';
import type { MixerDescription, ParameterSpec } from '../../mixer';
import { fields, forms, type GlaConfig, schema, sizes } from './options';

/** Gated linear attention (Yang et al. 2023). */
export const description: MixerDescription<GlaConfig> = {
  name: 'gla',
  title: 'Gated linear attention',
  summary:
    'Linear attention that can forget: each token decides for each row of the matrix of a head, so for each part of its keys, how much of it fades (a data-dependent decay). ' +
    'Mamba-2 has one such decay for a whole head.',
  citations: [
    'Yang et al. 2023, Gated Linear Attention Transformers with Hardware-Efficient Training, arXiv:2312.06635',
  ],
  schema,
  fields,
  forms,

  parameters(config, D) {
    const { keys, values, R, V } = sizes(config, D);
    const weight = (name: string, rows: number, columns: number): ParameterSpec => {
      return { name: `${name}.weight`, shape: [rows, columns], initialise: uniform(1 / Math.sqrt(columns)) };
    };
    return [
      weight('q_proj', keys, D),
      weight('k_proj', keys, D),
      weight('v_proj', values, D),
      weight('g_proj', values, D),
      weight('gk_proj.0', R, D),
      weight('gk_proj.1', keys, R),
      { name: 'gk_proj.1.bias', shape: [keys], initialise: constant(0) },
      { name: 'g_norm_swish_gate.weight', shape: [V], initialise: constant(1) },
      { ...weight('o_proj', D, values), residual: true },
    ];
  },

  state(config, D) {
    const { H, K, V } = sizes(config, D);
    return [{ name: 'S', shape: [H, V, K] }];
  },

  /** Projections; the bias, ln sigmoid, and exp of the decays; 1 to decay, 2 to write, 2 to read; norm and gate. */
  flops(config, D) {
    const { keys, values, R, V } = sizes(config, D);
    const projections = 2 * D * (2 * keys + 2 * values + R) + 2 * R * keys + 2 * values * D;
    return projections + 6 * keys + 5 * keys * V + 8 * values;
  },

  receptiveField: () => null,
};
