import { join, joinBackward } from '../../gpu/kernels/matmul/join';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Parameter, Tape } from '../tape';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export interface Joined {
  readonly name: string;
  readonly data: Tensor;
  /** (copies, ...shape): where the summands of its gradient go. */
  readonly gradient: Tensor;
}

/** Up to six parameters one behind the other, as one tensor of this shape. Record what reads it afterwards. */
export function joined(tape: Tape, parameters: readonly Parameter[], shape: readonly number[], copies: number): Joined {
  if (parameters.length > NAMES.length) {
    throw new RangeError(`${parameters.length} parameters are more than ${NAMES.length}`);
  }
  const [a, b, c, d, e, f] = NAMES.map((_, i) => parameters[i]);
  const count = (own: Parameter | undefined): number => (own ? sizeOf(own.shape) : 0);
  const counts = { na: count(a), nb: count(b), nc: count(c), nd: count(d), ne: count(e), nf: count(f) };
  const name = parameters.map(own => own.name).join(' ');
  const whole = tape.tensor(name, shape);
  const given = (own: Parameter | undefined) => own?.data ?? tape.nothing;
  tape.run(join, { a: given(a), b: given(b), c: given(c), d: given(d), e: given(e), f: given(f), whole }, counts);
  const dwhole = tape.tensor(`d ${name}`, [copies, ...shape]);
  if (tape.training) {
    const part = (own: Parameter | undefined) => (own ? tape.partial(own, 1) : tape.nowhere());
    const parts = { da: part(a), db: part(b), dc: part(c), dd: part(d), de: part(e), df: part(f) };
    tape.pull(joinBackward, { dwhole, ...parts }, { ...counts, copies });
  }
  return { name, data: whole, gradient: dwhole };
}
