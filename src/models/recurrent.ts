import { z } from 'zod';
import { linear } from '../autodiff/ops/linear';
import type { RecurrentOptions, RecurrentParameters } from '../autodiff/ops/recurrent';
import { whole } from '../autodiff/slice';
import type { Parameter, Tape, Var } from '../autodiff/tape';
import type { Field } from '../field';
import { MAX_HIDDEN } from '../gpu/kernels/recurrent/recurrent';
import type { DecodeCall } from './decode_assembler';
import { uniform } from './initialise';
import { type Mixer, ModelError, type ParameterSpec, type ViewsCall } from './mixer';
import type { View } from './view';

/** Config of LSTM, GRU, and RNN blocks. */
const recurrentSchema = z.strictObject({
  /** H; absent: the model's width D. */
  hidden: z.int().min(1).max(MAX_HIDDEN).nullish(),
  /** Tokens of a segment that gradients do not leave backwards, while the state goes on; null: they flow through all tokens. */
  bptt: z.int().min(1).max(1048576).nullish(),
});
type RecurrentConfig = z.infer<typeof recurrentSchema>;

const hiddenField: Field = {
  key: 'hidden',
  label: 'Hidden units',
  help: 'Hidden units (H). Empty: as many as the width D.',
  min: 1,
  max: MAX_HIDDEN,
  step: 1,
  absent: 'as D',
};

const bpttField: Field = {
  key: 'bptt',
  label: 'Gradients go back',
  short: 'BPTT',
  help: 'Gradients stop at the start of each segment of this many tokens, while the state is carried on (truncated backpropagation through time). Empty: gradients pass through all tokens.',
  min: 1,
  max: 4096,
  step: 1,
  unit: 'tokens',
  absent: 'all',
};

/** H. Throws ModelError where the model is wider than a recurrent layer can be. */
function hiddenOf({ hidden }: RecurrentConfig, D: number): number {
  const H = hidden ?? D;
  if (H > MAX_HIDDEN) {
    throw new ModelError(
      `${H} hidden units are too many for a recurrent block; set 'hidden' to ${MAX_HIDDEN} or fewer`,
    );
  }
  return H;
}

/** As torch names, shapes, and initialises them; out_proj, back to the model's width, only where H differs from D. */
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

function bindRecurrent(parameter: (name: string) => Parameter): RecurrentParameters {
  return {
    weightIh: parameter('weight_ih_l0'),
    weightHh: parameter('weight_hh_l0'),
    biasIh: parameter('bias_ih_l0'),
    biasHh: parameter('bias_hh_l0'),
  };
}

interface Gates {
  readonly H: number;
  /** Where those of a token are as far as they come from x. */
  readonly gates: number;
  /** Those that come from h: where they are, or added to others. */
  recurrent(onto?: number): number;
}

function recurrentDecode(
  { assembler, config, parameter, state, x, D }: DecodeCall<RecurrentConfig>,
  gates: number,
): Gates {
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
function decodeHidden(
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
function recurrentFlops(gates: number, H: number, D: number, each: number): number {
  const projections = 2 * gates * H * (D + H) + (H === D ? 0 : 2 * D * H);
  return projections + (2 * gates + each) * H;
}

/** What tells one recurrent mixer from another. */
export interface RecurrentFamily<State extends string> extends Pick<Mixer, 'name' | 'title' | 'summary' | 'citations'> {
  readonly gates: number;
  /** Tensors of H that are carried. */
  readonly states: readonly State[];
  readonly op: (tape: Tape, x: Var, parameters: RecurrentParameters, options: RecurrentOptions<State>) => Var;
  /** Writes the gates of a token; returns what writes the new h to `y`, or adds it there. */
  cell(call: DecodeCall<RecurrentConfig>, gates: Gates): (y: number, adds: number) => void;
  /** FLOPs of a hidden unit, beyond projections and biases. */
  readonly unitFlops: number;
  /** See Mixer. */
  views(call: ViewsCall<RecurrentConfig>): Promise<readonly View[]>;
}

/** A mixer that walks through time with gates of its input and its own last output. */
export function recurrentMixer<State extends string>(family: RecurrentFamily<State>): Mixer<RecurrentConfig> {
  const { name, title, summary, citations, gates, states, op, cell, unitFlops, views } = family;
  return {
    name,
    title,
    summary,
    citations,
    schema: recurrentSchema,
    fields: [hiddenField, bpttField],
    parameters: (config, D) => recurrentParameters(gates, hiddenOf(config, D), D),

    forward({ tape, config, parameter, x, residual, D, carry, wholeGradient }) {
      const projects = hiddenOf(config, D) !== D;
      const y = op(tape, x, bindRecurrent(parameter), {
        residual: projects ? undefined : residual,
        state: carry && (state => carry.state(state)),
        segment: wholeGradient ? undefined : (config.bptt ?? undefined),
      });
      return projects ? linear(tape, whole(y), parameter('out_proj.weight'), { residual }) : y;
    },

    decode(call) {
      const own = recurrentDecode(call, gates);
      decodeHidden(call, own.H, cell(call, own));
    },

    state: (config, D) => states.map(state => ({ name: state, shape: [hiddenOf(config, D)] })),
    stateBytes: (config, D) => states.length * 4 * hiddenOf(config, D),
    flops: (config, D) => recurrentFlops(gates, hiddenOf(config, D), D, unitFlops),
    receptiveField: () => null,
    views,
  };
}
