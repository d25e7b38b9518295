import { matmulSplits } from '../../gpu/kernels/matmul/matmul';
import type { Slice } from '../slice';
import type { Parameter, Tape } from '../tape';
import { joined } from './joined';
import { linear } from './linear';

/**
 * x (rows, K), up to six weights (N, K) -> x weightᵀ of each, one behind the other: columns `into`. One product in place of several,
 * forward and backward.
 */
export function joinedLinear(tape: Tape, x: Slice, weights: readonly Parameter[], into: Slice): void {
  const shape = [into.width, x.width];
  const { splits } = matmulSplits(into.width, x.width, x.rows);
  const { name, data, gradient } = joined(tape, weights, shape, splits);
  linear(tape, x, { name, shape, data }, { into, dweight: gradient });
}
