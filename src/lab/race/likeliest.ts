import type { HostArray } from '../../gpu/dtype';
import { IGNORED, isScored } from '../../scored';

/**
 * The likeliest token of each row from the gradients (rows, V) that cross-entropy leaves in place of logits: with probability p of a
 * token, `weight` p, less `weight` at the target. A row that is not scored has none, and gives 0.
 */
export function likeliestOfGradients(
  gradients: HostArray,
  targets: ArrayLike<number>,
  weight: number,
  V: number,
): Int32Array {
  return Int32Array.from({ length: targets.length }, (_, row) => {
    const target = targets[row] ?? IGNORED;
    if (!isScored(target)) return 0;
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let v = 0; v < V; v++) {
      const share = (gradients[row * V + v] ?? 0) + (v === target ? weight : 0);
      if (share > most) [best, most] = [v, share];
    }
    return best;
  });
}
