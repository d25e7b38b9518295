import { z } from 'zod';
import { uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { expansionField } from '../../state_space_fields';

const schema = z.strictObject({
  /** E / D. */
  expand: z.int().min(1).max(8).default(2),
  /** g keeps candidates above zero (appendix B of the paper); otherwise g is the value itself (its section 3). */
  positive: z.boolean().default(true),
});
export type MinGruConfig = z.infer<typeof schema>;

/** Feng et al. 2024: z = sigmoid(gate), h = (1 - z) h + z g(hidden), where neither gate nor hidden sees h. */
export const description: MixerDescription<MinGruConfig> = {
  name: 'min_gru',
  title: 'minGRU',
  summary:
    'A GRU whose gate looks at the token alone and not at the memory, so the memory is a running weighted average of what came in. ' +
    'It trains over all tokens at once (a linear recurrence with input-dependent gates), and each new token always costs the same.',
  citations: ['Feng et al. 2024, Were RNNs All We Needed?, arXiv:2410.01201'],
  schema,
  fields: [{ ...expansionField, help: 'Width of the memory (E), as a multiple of the model’s width D.' }],
  switches: [
    {
      key: 'positive',
      label: 'Memory above zero',
      help: 'On: what is written is always above zero, and so is the memory. Off: it can have either sign.',
      off: 'either sign',
    },
  ],
  forms: [{ positive: false }, { expand: 1 }],

  parameters: ({ expand }, D) => [
    { name: 'to_hidden_and_gate.weight', shape: [2 * expand * D, D], initialise: uniform(1 / Math.sqrt(D)) },
    { name: 'to_out.weight', shape: [D, expand * D], initialise: uniform(1 / Math.sqrt(expand * D)), residual: true },
  ],
  state: ({ expand }, D) => [{ name: 'h', shape: [expand * D] }],
  /** Three projections; of each of E: 3 for z, 1 for 1 - z, 2 for g, 1 for z g, 2 for the new h. */
  flops: ({ expand }, D) => 3 * 2 * D * expand * D + 9 * expand * D,
  receptiveField: () => null,
};
