import { xposScaleBackward as backward, xposScale as forward } from '../../gpu/kernels/attention/xpos_scale';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';

export interface XposScaleOptions {
  readonly heads: number;
  /** As of AttentionOptions. */
  readonly sharing: number;
  /** i32 (4): [0] is the position of the first token; absent: it is 0. */
  readonly first?: Tensor | undefined;
}

/** xPos (Sun et al. 2022) before rotary positions: qkv of `attention` whose scores will fall with the distance. */
export function xposScale(tape: Tape, qkv: Var, { heads, sharing, first }: XposScaleOptions): Var {
  const [B, L, width] = dims(qkv, 3);
  const sizes = { B, L, D: (width * sharing) / (sharing + 2), heads, sharing };
  const out = tape.variable('xpos', qkv.shape);
  const own = { ...sizes, from_cursor: first ? 1 : 0 };
  tape.run(forward, { qkv: qkv.data, cursor: first ?? tape.nothing, out: out.data }, own);
  if (out.grad && qkv.grad) tape.pull(backward, { dout: out.grad, dqkv: qkv.grad }, sizes);
  return out;
}
