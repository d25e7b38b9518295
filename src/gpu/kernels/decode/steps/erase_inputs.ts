import { eraseInputs as kernel } from '../../scan/erase_inputs';
import { defineStep } from '../step';

/** As `erase_inputs`: values (3D), gated (4D + H), k_k, k_a, r_k (D) -> keys (4D), gates (D). */
export const eraseInputs = defineStep({
  name: 'erase_inputs',
  operands: ['values', 'gated', 'k_k', 'k_a', 'r_k', 'H', 'K', 'keys', 'gates'],
  twin({ values, gated, k_k, k_a, r_k, H, K, keys, gates }, { workspace, parameters }) {
    const D = H * K;
    const vectors = [k_k, k_a, r_k].flatMap(from => [...parameters.subarray(from, from + D)]);
    const none = (): void => {};
    kernel.reference(
      {
        values: workspace.subarray(values),
        vectors: Float64Array.from(vectors),
        gated: workspace.subarray(gated),
        keys: workspace.subarray(keys),
        gates: workspace.subarray(gates),
      },
      { rows: 1, H, K, stride: 0 },
      { values: none, vectors: none, gated: none, keys: none, gates: none },
    );
  },
});
