import { constant } from '../../initialise';
import { keyValueSizes, keyValueState, normOfHeads, projection } from '../../key_value_heads';
import type { MixerDescription } from '../../mixer';
import { fields, forms, type GlaConfig, schema } from './options';

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
    const { keys, values, V } = keyValueSizes(config, D);
    const { gate_rank: R } = config;
    return [
      projection('q_proj', keys, D),
      projection('k_proj', keys, D),
      projection('v_proj', values, D),
      projection('g_proj', values, D),
      projection('gk_proj.0', R, D),
      projection('gk_proj.1', keys, R),
      { name: 'gk_proj.1.bias', shape: [keys], initialise: constant(0) },
      normOfHeads(V),
      { ...projection('o_proj', D, values), residual: true },
    ];
  },

  state: keyValueState,

  /** Projections; the bias, ln sigmoid, and exp of the decays; 1 to decay, 2 to write, 2 to read; norm and gate. */
  flops(config, D) {
    const { keys, values, V } = keyValueSizes(config, D);
    const { gate_rank: R } = config;
    const projections = 2 * D * (2 * keys + 2 * values + R) + 2 * R * keys + 2 * values * D;
    return projections + 6 * keys + 5 * keys * V + 8 * values;
  },

  receptiveField: () => null,
};
