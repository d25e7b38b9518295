import { join, joinBackward } from '../../gpu/kernels/matmul/join';
import { matmulSplits } from '../../gpu/kernels/matmul/matmul';
import { sizeOf } from '../../gpu/tensor';
import type { Slice } from '../slice';
import type { Parameter, Tape } from '../tape';
import { linear } from './linear';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/**
 * x (rows, K), up to six weights (N, K) -> x weightᵀ of each, one behind the other: columns `into`. One product in place of several,
 * forward and backward.
 */
export function joinedLinear(tape: Tape, x: Slice, weights: readonly Parameter[], into: Slice): void {
  if (weights.length > NAMES.length) throw new RangeError(`${weights.length} weights are more than ${NAMES.length}`);
  const [a, b, c, d, e, f] = NAMES.map((_, i) => weights[i]);
  const count = (weight: Parameter | undefined): number => (weight ? sizeOf(weight.shape) : 0);
  const counts = { na: count(a), nb: count(b), nc: count(c), nd: count(d), ne: count(e), nf: count(f) };
  const name = weights.map(weight => weight.name).join(' ');
  const shape = [into.width, x.width];
  const whole = tape.tensor(name, shape);
  const given = (weight: Parameter | undefined) => weight?.data ?? tape.nothing;
  tape.run(join, { a: given(a), b: given(b), c: given(c), d: given(d), e: given(e), f: given(f), whole }, counts);
  const { splits } = matmulSplits(into.width, x.width, x.rows);
  const dwhole = tape.tensor(`d ${name}`, [splits, ...shape]);
  if (tape.training) {
    const part = (weight: Parameter | undefined) => (weight ? tape.partial(weight, 1) : tape.nowhere());
    const parts = { da: part(a), db: part(b), dc: part(c), dd: part(d), de: part(e), df: part(f) };
    tape.pull(joinBackward, { dwhole, ...parts }, { ...counts, copies: splits });
  }
  linear(tape, x, { name, shape, data: whole }, { into, dweight: dwhole });
}
