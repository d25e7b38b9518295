import { z } from 'zod';
import { uniform } from '../initialise';
import type { MixerDescription } from '../mixer';
import { expansionField } from '../state_space_fields';

const minimalSchema = z.strictObject({
  /** E / D. */
  expand: z.int().min(1).max(8).default(2),
  /** g keeps candidates above zero (appendix B of the paper); otherwise g is the value itself (its section 3). */
  positive: z.boolean().default(true),
});
export type MinimalConfig = z.infer<typeof minimalSchema>;

export interface MinimalFamily extends Pick<MixerDescription<MinimalConfig>, 'name' | 'title' | 'summary'> {
  /** Of the first projection, whose rows are hidden, then the gates, E of each. */
  readonly weight: string;
  readonly gates: 1 | 2;
  /** FLOPs of a unit for its z. */
  readonly gateFlops: number;
}

/** A mixer of Feng et al. 2024: h = (1 - z) h + z g(hidden), where neither z nor hidden sees h. */
export function minimalDescription({
  weight,
  gates,
  gateFlops,
  ...words
}: MinimalFamily): MixerDescription<MinimalConfig> {
  return {
    ...words,
    citations: ['Feng et al. 2024, Were RNNs All We Needed?, arXiv:2410.01201'],
    schema: minimalSchema,
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
      { name: weight, shape: [(1 + gates) * expand * D, D], initialise: uniform(1 / Math.sqrt(D)) },
      { name: 'to_out.weight', shape: [D, expand * D], initialise: uniform(1 / Math.sqrt(expand * D)), residual: true },
    ],
    state: ({ expand }, D) => [{ name: 'h', shape: [expand * D] }],
    /** The projections; of each of E beside its z: 1 for 1 - z, 2 for g, 1 for z g, 2 for the new h. */
    flops: ({ expand }, D) => (2 + gates) * 2 * D * expand * D + (gateFlops + 6) * expand * D,
    receptiveField: () => null,
  };
}
