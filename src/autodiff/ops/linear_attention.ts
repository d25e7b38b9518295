import { featureMapBackward, featureMap as ofFeatures } from '../../gpu/kernels/attention/feature_map';
import { normaliseHeads, normaliseHeadsBackward } from '../../gpu/kernels/attention/normalise_heads';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { slice } from '../slice';
import type { Tape, Var } from '../tape';
import { matrixScan } from './matrix_scan';

export interface LinearAttentionOptions {
  readonly heads: number;
  /** Added to the sum of weights that y is divided by. */
  readonly eps: number;
  /** (B, heads, d + 1, d) with d = D / heads: sums of (v, 1) phi(k)ᵀ over earlier tokens, to which a call adds its own. No gradient flows into them. */
  readonly state?: Tensor | undefined;
}

/** Causal linear attention (Katharopoulos et al. 2020) with phi = elu + 1. qkv (B, L, 3D) -> (B, L, D). */
export function linearAttention(tape: Tape, qkv: Var, { heads, eps, state }: LinearAttentionOptions): Var {
  const [B, L, width] = dims(qkv, 3);
  const D = width / 3;
  const sizes = { rows: B * L, D, heads };
  const features = tape.variable('phi(q) phi(k) v 1', [B, L, width + heads]);
  tape.run(ofFeatures, { qkv: qkv.data, features: features.data }, sizes);
  if (features.grad && qkv.grad) {
    tape.pull(featureMapBackward, { qkv: qkv.data, dfeatures: features.grad, dqkv: qkv.grad }, sizes);
  }
  const [q, k, v] = [slice(features, 0, D), slice(features, D, D), slice(features, 2 * D, D + heads)];
  const sums = matrixScan(tape, { H: heads, G: heads, q, k, v, state });
  const y = tape.variable('linear attention', [B, L, D]);
  tape.run(normaliseHeads, { sums: sums.data, y: y.data }, { ...sizes, eps });
  if (y.grad && sums.grad) {
    const read = { sums: sums.data, y: y.data, dy: y.grad };
    tape.pull(normaliseHeadsBackward, { ...read, dsums: sums.grad }, { ...sizes, eps });
  }
  return y;
}
