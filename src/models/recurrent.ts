import { z } from 'zod';
import type { RecurrentParameters } from '../autodiff/ops/recurrent';
import type { Parameter } from '../autodiff/tape';
import type { Field } from '../field';
import { MAX_HIDDEN } from '../gpu/kernels/recurrent';
import type { DecodeCall } from './decode_assembler';
import { uniform } from './initialise';
import { ModelError, type ParameterSpec } from './mixer';

/** Config of LSTM, GRU, and RNN blocks. */
export const recurrentSchema = z.strictObject({
  /** H; absent: the model's width D. */
  hidden: z.int().min(1).max(MAX_HIDDEN).nullish(),
});
export type RecurrentConfig = z.infer<typeof recurrentSchema>;

export const hiddenField: Field = {
  key: 'hidden',
  label: 'Hidden units',
  help: 'How many numbers the memory holds (H); empty means as many as the model is wide.',
  min: 1,
  max: MAX_HIDDEN,
  step: 1,
  absent: 'as D',
};

/** H. Throws ModelError where the model is wider than a recurrent layer can be. */
export function hiddenOf({ hidden }: RecurrentConfig, D: number): number {
  const H = hidden ?? D;
  if (H > MAX_HIDDEN) {
    throw new ModelError(
      `${H} hidden units are too many for a recurrent block; set 'hidden' to ${MAX_HIDDEN} or fewer`,
    );
  }
  return H;
}

/** As torch names, shapes, and initialises them; out_proj, back to the model's width, only where H differs from D. */
export function recurrentParameters(gates: number, H: number, D: number): ParameterSpec[] {
  const initialise = uniform(1 / Math.sqrt(H));
  return [
    { name: 'weight_ih_l0', shape: [gates * H, D], initialise },
    { name: 'weight_hh_l0', shape: [gates * H, H], initialise },
    { name: 'bias_ih_l0', shape: [gates * H], initialise },
    { name: 'bias_hh_l0', shape: [gates * H], initialise },
    ...(H === D ? [] : [{ name: 'out_proj.weight', shape: [D, H], initialise }]),
  ];
}

export function bindRecurrent(parameter: (name: string) => Parameter): RecurrentParameters {
  return {
    weightIh: parameter('weight_ih_l0'),
    weightHh: parameter('weight_hh_l0'),
    biasIh: parameter('bias_ih_l0'),
    biasHh: parameter('bias_hh_l0'),
  };
}

/** The gates of a token as far as they come from x, and those that come from h: where they are, or added to others. */
export function recurrentDecode(
  { assembler, config, parameter, state, x, D }: DecodeCall<RecurrentConfig>,
  gates: number,
): { readonly H: number; readonly gates: number; recurrent(onto?: number): number } {
  const H = hiddenOf(config, D);
  const rows = gates * H;
  const [weight, bias] = [parameter('weight_ih_l0'), parameter('bias_ih_l0')];
  return {
    H,
    gates: assembler.project({ x, width: D, weight, rows, bias }),
    recurrent(onto) {
      const h = assembler.take(H);
      assembler.emit('recall', { state: state('h').at, n: H, y: h });
      const own = { weight: parameter('weight_hh_l0'), bias: parameter('bias_hh_l0') };
      return assembler.project({ x: h, width: H, ...own, rows, onto });
    },
  };
}

/** Adds the new h to the residual stream: `emit` by itself where H is the model's width, a projection of it otherwise. */
export function decodeHidden(
  { assembler, parameter, residual, D }: DecodeCall<RecurrentConfig>,
  H: number,
  emit: (y: number, adds: number) => void,
): void {
  if (H === D) {
    emit(residual, 1);
    return;
  }
  const y = assembler.take(H);
  emit(y, 0);
  assembler.project({ x: y, width: H, weight: parameter('out_proj.weight'), rows: D, onto: residual });
}

/** Forward FLOPs of a token: projections, two biases a gate, and `each` more for a hidden unit. */
export function recurrentFlops(gates: number, H: number, D: number, each: number): number {
  const projections = 2 * gates * H * (D + H) + (H === D ? 0 : 2 * D * H);
  return projections + (2 * gates + each) * H;
}
