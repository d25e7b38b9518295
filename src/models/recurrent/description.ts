import { z } from 'zod';
import type { Field } from '../../field';
import { MAX_HIDDEN } from '../../gpu/limits';
import { uniform } from '../initialise';
import { type MixerDescription, ModelError, type ParameterSpec } from '../mixer';

/** Config of LSTM, GRU, and RNN blocks. */
const recurrentSchema = z.strictObject({
  /** H; absent: the model's width D. */
  hidden: z.int().min(1).max(MAX_HIDDEN).nullish(),
  /** Tokens of a segment: gradients flow back to its start at most, while the state continues; null: through all tokens. */
  bptt: z.int().min(1).max(1048576).nullish(),
});
export type RecurrentConfig = z.infer<typeof recurrentSchema>;

const hiddenField: Field = {
  key: 'hidden',
  label: 'Hidden units',
  help: 'Hidden units (H). Empty: as many as the width D.',
  min: 1,
  max: MAX_HIDDEN,
  absent: 'as D',
};

const bpttField: Field = {
  key: 'bptt',
  label: 'Gradients go back',
  short: 'BPTT',
  help: 'Gradients stop at the start of each segment of this many tokens, while the state is carried on (truncated backpropagation through time). Empty: gradients pass through all tokens.',
  min: 1,
  max: 4096,
  unit: 'tokens',
  absent: 'all',
};

/** H. Throws ModelError if the model is wider than a recurrent layer can be. */
export function hiddenOf({ hidden }: RecurrentConfig, D: number): number {
  const H = hidden ?? D;
  if (H > MAX_HIDDEN) {
    throw new ModelError(
      `${H} hidden units are too many for a recurrent block; set 'hidden' to ${MAX_HIDDEN} or fewer`,
    );
  }
  return H;
}

/** Names, shapes, and initial values as in torch; out_proj, back to the model's width, only if H differs from D. */
function recurrentParameters(gates: number, H: number, D: number): ParameterSpec[] {
  const initialise = uniform(1 / Math.sqrt(H));
  return [
    { name: 'weight_ih_l0', shape: [gates * H, D], initialise },
    { name: 'weight_hh_l0', shape: [gates * H, H], initialise },
    { name: 'bias_ih_l0', shape: [gates * H], initialise },
    { name: 'bias_hh_l0', shape: [gates * H], initialise },
    ...(H === D ? [] : [{ name: 'out_proj.weight', shape: [D, H], initialise, residual: true }]),
  ];
}

/** Forward FLOPs of a token: projections, two biases a gate, and `each` more for a hidden unit. */
function recurrentFlops(gates: number, H: number, D: number, each: number): number {
  const projections = 2 * gates * H * (D + H) + (H === D ? 0 : 2 * D * H);
  return projections + (2 * gates + each) * H;
}

export interface RecurrentFamily
  extends Pick<MixerDescription<RecurrentConfig>, 'name' | 'title' | 'summary' | 'citations'> {
  readonly gates: number;
  /** Carried tensors of H. */
  readonly states: readonly string[];
  /** FLOPs of a hidden unit, beyond projections and biases. */
  readonly unitFlops: number;
}

/** A mixer that steps through time, with gates of its input and its previous output. */
export function recurrentDescription({
  gates,
  states,
  unitFlops,
  ...words
}: RecurrentFamily): MixerDescription<RecurrentConfig> {
  return {
    ...words,
    schema: recurrentSchema,
    fields: [hiddenField, bpttField],
    parameters: (config, D) => recurrentParameters(gates, hiddenOf(config, D), D),
    state: (config, D) => states.map(name => ({ name, shape: [hiddenOf(config, D)] })),
    flops: (config, D) => recurrentFlops(gates, hiddenOf(config, D), D, unitFlops),
    receptiveField: () => null,
    standsAlone: true,
  };
}
