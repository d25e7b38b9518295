import { recurrentPack } from '../../gpu/kernels/recurrent/recurrent_pack';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { whole } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { type Columns, linear, pullWeight } from './linear';

/** Names and shapes of torch.nn.LSTM, GRU, and RNN; G gates. */
export interface RecurrentParameters {
  /** (G·H, D) */
  readonly weightIh: Parameter;
  /** (G·H, H) */
  readonly weightHh: Parameter;
  /** (G·H) */
  readonly biasIh: Parameter;
  /** (G·H) */
  readonly biasHh: Parameter;
}

/** Of the ops lstm, gru, and rnn. */
export interface RecurrentOptions<State extends string = string> {
  /** (B, L, H): added to the result, which then shares its gradient (see Tape.residual). */
  readonly residual?: Var | undefined;
  /** (B, H) each: the initial state; afterwards the final one. No gradient flows into it. */
  readonly state?: ((name: State) => Tensor) | undefined;
  /**
   * Truncated backpropagation through time, BPTT(h; h) of Williams and Peng 1990: the state flows through all tokens, but
   * gradients flow back only to the start of their segment of so many tokens. Absent: through all tokens.
   */
  readonly segment?: number | undefined;
}

/** With fewer tokens, reordering the recurrent weight costs more than it saves. */
const PACK_FROM = 8;

/**
 * x (B, L, D) -> what the ops have in common: the gates of all tokens in one matmul, the recurrent weight made ready (two
 * dispatches, or one), the result `y` (B, L, H), and what their sequence kernels take, buffers beside those of the cell's own.
 */
export function recurrence<State extends string>(
  tape: Tape,
  x: Var,
  parameters: RecurrentParameters,
  options: RecurrentOptions<State>,
) {
  const { weightIh, weightHh, biasIh, biasHh } = parameters;
  const { residual, state, segment } = options;
  const [B, L] = dims(x, 3);
  const [rows, H] = dims(weightHh, 2);
  const gates = tape.tensor('gates', [B, L, rows]);
  // One tensor is both the gates and their gradient: backward needs no gate once it has the gradient.
  const projected: Var = { shape: gates.shape, data: gates, grad: tape.training ? gates : undefined };
  linear(tape, whole(x), weightIh, { bias: biasIh, into: whole(projected) });

  const packed = tape.training || L >= PACK_FROM;
  const weightForward = packed ? tape.tensor('packed weight', [H, H, 4]) : weightHh.data;
  const weightBackward = tape.training ? tape.tensor('packed weight', [H, H, 4]) : tape.nowhere();
  if (packed) {
    tape.run(
      recurrentPack,
      { weight: weightHh.data, forward: weightForward, backward: weightBackward },
      { H, gates: rows / H, both: tape.training ? 1 : 0 },
    );
  }
  const y = residual ? tape.residual('hidden states', residual) : tape.variable('hidden states', [B, L, H]);
  const carried = state ? 1 : 0;
  return {
    y,
    gates,
    /** (B, L, H): what a cell keeps of each token. */
    kept: (label: string): Tensor => tape.tensor(label, [B, L, H]),
    /** State of backward from token to token: so many vectors. */
    carry: (vectors = 1): Tensor => tape.tensor('carry', [B, vectors, H]),
    forward: {
      weight_hh: weightForward,
      bias_hh: biasHh.data,
      residual: residual?.data ?? tape.nothing,
      gates,
      y: y.data,
    },
    forwardDims: { B, L, H, has_residual: residual ? 1 : 0, carried, packed: packed ? 1 : 0 },
    weightBackward,
    backwardDims: { B, L, H, segment: segment ?? L, carried },
  };
}

/** Gradients of weight_hh and bias_hh. dgates (B, L, G·H): of W_hh h + b_hh; before (B, L, H): h of the token before. */
export function pullRecurrentWeight(
  tape: Tape,
  { weightHh, biasHh }: RecurrentParameters,
  dgates: Tensor,
  before: Tensor,
): void {
  const [rows, H] = dims(weightHh, 2);
  const columns = (of: Tensor, width: number): Columns => ({
    of,
    rows: sizeOf(before.shape) / H,
    stride: width,
    offset: 0,
    width,
  });
  pullWeight(tape, columns(dgates, rows), columns(before, H), weightHh, biasHh);
}
