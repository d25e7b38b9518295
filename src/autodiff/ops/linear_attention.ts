import {
  linearAttentionBackward as backward,
  linearAttentionForward as forward,
} from '../../gpu/kernels/attention/linear_attention';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import type { Tape, Var } from '../tape';
import { before } from './carried';

export interface LinearAttentionOptions {
  readonly heads: number;
  /** Added to the sum of weights that y is divided by. */
  readonly eps: number;
  /** (B, heads, d, d + 1) with d = D / heads: sums of phi(k) (v, 1)ᵀ over earlier tokens, to which a call adds its own. No gradient flows into them. */
  readonly state?: Tensor | undefined;
}

/** Causal linear attention. qkv (B, L, 3D) -> (B, L, D). */
export function linearAttention(tape: Tape, qkv: Var, { heads, eps, state }: LinearAttentionOptions): Var {
  const [B, L, width] = dims(qkv, 3);
  const D = width / 3;
  const d = D / heads;
  const y = tape.variable('linear attention', [B, L, D]);
  const norm = tape.tensor('norm of weights', [B, heads, L]);
  const sizes = { B, L, D, heads, carries: state ? 1 : 0 };
  const kept = before(tape, state);
  tape.run(
    forward,
    { qkv: qkv.data, state: state ?? tape.tensor('sums', [B, heads, d, d + 1]), y: y.data, norm },
    { ...sizes, eps },
  );
  if (y.grad && qkv.grad) {
    const sums = tape.tensor('sums of gradients', [3, B, heads, d, d + 1]);
    const read = { qkv: qkv.data, y: y.data, norm, dy: y.grad, before: kept };
    tape.pull(backward, { ...read, dqkv: qkv.grad, sums }, sizes);
  }
  return y;
}
