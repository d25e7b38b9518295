import { lstmSequenceBackward as backward, lstmSequence as forward } from '../../gpu/kernels/lstm';
import { matmulSplits, matmulTn } from '../../gpu/kernels/matmul';
import { recurrentPack } from '../../gpu/kernels/recurrent_pack';
import type { Tensor } from '../../gpu/tensor';
import { whole } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { linear } from './linear';

/** Names, shapes, and gate order (i f g o) of torch.nn.LSTM. */
export interface LstmParameters {
  /** (4H, D) */
  readonly weightIh: Parameter;
  /** (4H, H) */
  readonly weightHh: Parameter;
  /** (4H) */
  readonly biasIh: Parameter;
  /** (4H) */
  readonly biasHh: Parameter;
}

export interface LstmOptions {
  /** (B, L, H): added to the result, which then shares its gradient (see Tape.residual). */
  readonly residual?: Var | undefined;
  /** (B, H) each: where h and c start, and end up. Not while training. */
  readonly state?: { readonly h: Tensor; readonly c: Tensor } | undefined;
}

/** Below this many tokens, reordering the recurrent weight costs more than it saves. */
const PACK_FROM = 8;

/** x (B, L, D) -> h (+ residual) (B, L, H) */
export function lstm(tape: Tape, x: Var, parameters: LstmParameters, options: LstmOptions = {}): Var {
  const { weightIh, weightHh, biasIh, biasHh } = parameters;
  const { residual, state } = options;
  const [B = 1, L = 1] = x.shape;
  const [, H = 1] = weightHh.shape;
  const gates = tape.tensor('gates', [B, L, 4 * H]);
  const cells = tape.tensor('cells', [B, L, H]);
  // Backward turns the gates into their own gradient in place, so one tensor is both.
  const projected: Var = { shape: gates.shape, data: gates, grad: tape.training ? gates : undefined };
  linear(tape, whole(x), weightIh, { bias: biasIh, into: whole(projected) });

  const packed = tape.training || L >= PACK_FROM;
  const packedForward = packed ? tape.tensor('packed weight', [H, H, 4]) : weightHh.data;
  const packedBackward = tape.training ? tape.tensor('packed weight', [H, H, 4]) : tape.nowhere();
  if (packed) {
    tape.run(
      recurrentPack,
      { weight: weightHh.data, forward: packedForward, backward: packedBackward },
      { H, gates: 4, both: tape.training ? 1 : 0 },
    );
  }
  const shape = [B, L, H];
  const y = residual ? tape.residual('lstm', residual) : tape.variable('lstm', shape);
  tape.run(
    forward,
    {
      weight_hh: packedForward,
      bias_hh: biasHh.data,
      residual: residual?.data ?? tape.nothing,
      state_h: state?.h ?? tape.nowhere(),
      state_c: state?.c ?? tape.nowhere(),
      gates,
      cells,
      y: y.data,
    },
    { B, L, H, has_residual: residual ? 1 : 0, carried: state ? 1 : 0, packed: packed ? 1 : 0 },
  );
  if (y.grad) {
    const splits = matmulSplits(B * L);
    tape.pull(
      matmulTn,
      { a: gates, b: cells, c: tape.partial(weightHh, splits), bias: tape.partial(biasHh, splits) },
      {
        M: B * L,
        N: 4 * H,
        K: H,
        a_stride: 4 * H,
        a_offset: 0,
        b_stride: H,
        b_offset: 0,
        splits,
        has_bias: 1,
      },
    );
    tape.pull(backward, { weight_hh: packedBackward, dy: y.grad, gates, cells }, { B, L, H });
  }
  return y;
}
