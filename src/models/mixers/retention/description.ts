import { keyValueSizes, keyValueState, normOfHeads, projection } from '../../key_value_heads';
import type { MixerDescription } from '../../mixer';
import { fields, forms, type RetentionConfig, schema } from './options';

/** Retention (Sun et al. 2023), the mixer of RetNet. */
export const description: MixerDescription<RetentionConfig> = {
  name: 'retention',
  title: 'Retention',
  summary:
    'Linear attention whose heads forget at fixed speeds (an exponential decay), each half as fast as the one before. ' +
    'No token can change how long it is remembered: compare it with gated linear attention, where it can.',
  citations: [
    'Sun et al. 2023, Retentive Network: A Successor to Transformer for Large Language Models, arXiv:2307.08621',
  ],
  schema,
  fields,
  forms,

  parameters(config, D) {
    const { keys, values, V } = keyValueSizes(config, D);
    // Xavier, with the gains of torchscale.
    const xavier = (name: string, rows: number, columns: number, gain = 2 ** -2.5) =>
      projection(name, rows, columns, gain * Math.sqrt(6 / (rows + columns)));
    return [
      xavier('q_proj', keys, D),
      xavier('k_proj', keys, D),
      xavier('v_proj', values, D),
      xavier('g_proj', values, D),
      normOfHeads(V),
      { ...xavier('o_proj', D, values, 0.5), residual: true },
    ];
  },

  state: keyValueState,

  /** Projections; rotations; 1 to decay, 2 to write, 2 to read; norm and gate. */
  flops(config, D) {
    const { keys, values, V } = keyValueSizes(config, D);
    return 2 * D * (2 * keys + 3 * values) + 6 * 2 * keys + 5 * keys * V + 8 * values;
  },

  receptiveField: () => null,
};
