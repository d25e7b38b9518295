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
  /** (B, H) each: where the state starts, and ends up. No gradient flows into it. */
  readonly state?: ((name: State) => Tensor) | undefined;
  /**
   * Truncated backpropagation through time, BPTT(h; h) of Williams and Peng 1990: the state is carried through all tokens, but gradients
   * flow back no further than to the start of their segment of so many tokens. Absent: through all tokens.
   */
  readonly segment?: number | undefined;
}

/** What a sequence kernel reads: gates before its recurrent part, and the recurrent weight in its order. */
export interface RecurrentInput {
  /** (B, L, G·H): W_ih x + b_ih. Backward turns it into its own gradient in place. */
  readonly gates: Tensor;
  readonly packed: boolean;
  readonly weightForward: Tensor;
  readonly weightBackward: Tensor;
}

/** Below this many tokens, reordering the recurrent weight costs more than it saves. */
const PACK_FROM = 8;

/** x (B, L, D) -> the gates of all tokens in one matmul, and the recurrent weight made ready: two dispatches, or one. */
export function recurrentInput(tape: Tape, x: Var, parameters: RecurrentParameters): RecurrentInput {
  const { weightIh, weightHh, biasIh } = parameters;
  const [B, L] = dims(x, 3);
  const [rows, H] = dims(weightHh, 2);
  const gates = tape.tensor('gates', [B, L, rows]);
  // One tensor is both the gates and their gradient, since backward needs no gate after it has the gradient.
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
  return { gates, packed, weightForward, weightBackward };
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
