import { headMoments } from '../../pointwise/head_layer_norm';
import { defineStep, put } from '../step';

/** As `head_layer_norm`: x (D), weight (D) -> y (D), or added to y. */
export const headLayerNorm = defineStep({
  name: 'head_layer_norm',
  operands: ['x', 'weight', 'D', 'n', 'eps', 'y', 'adds'],
  twin({ x, weight, D, n, eps, y, adds }, machine) {
    const { workspace, parameters } = machine;
    const normed = Float64Array.from({ length: D }, (_, d) => {
      const first = x + d - (d % n);
      const { mean, scale } = headMoments(workspace.subarray(first, first + n), eps);
      return (workspace[x + d] - mean) * scale * (1 + parameters[weight + d]);
    });
    put(machine, y, adds, normed);
  },
});
