import {
  causalConvBackward as backward,
  convCopies,
  convSegment,
  causalConv as forward,
} from '../../gpu/kernels/convolution/causal_conv';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, rowsOf, type Slice } from '../slice';
import type { Parameter, Tape } from '../tape';
import { before } from './carried';

export interface CausalConvOptions {
  /** (B, L, E) */
  readonly x: Slice;
  /** (B, L, E), other columns of the rows that x is of. */
  readonly u: Slice;
  /** (E, 1, K), or of two dimensions (K, E), last tap on the current token */
  readonly weight: Parameter;
  /** (E); absent: 0. */
  readonly bias?: Parameter | undefined;
  /** No SiLU. Default: false. */
  readonly plain?: boolean | undefined;
  /** (B, E, K-1): the inputs before the first token; afterwards those before the next. No gradient flows into it. */
  readonly state?: Tensor | undefined;
}

/**
 * Writes u = silu(conv(x) + bias), each channel by itself; without the SiLU if `plain`. Backward overwrites the gradient of x, so it must
 * be the first to contribute to it: record it after all else that reads x.
 */
export function causalConv(tape: Tape, { x, u, weight, bias, plain, state }: CausalConvOptions): void {
  const rows = rowsOf(x, u);
  const [B, L, stride] = dims(rows, 3);
  const timeFirst = weight.shape.length === 2;
  const [E, K] = timeFirst ? [dims(weight, 2)[1], dims(weight, 2)[0]] : [dims(weight, 3)[0], dims(weight, 3)[2]];
  const noBias = (): Tensor => tape.constant('no bias', [E], new Float32Array(E));
  const parameters = { weight: weight.data, bias: bias?.data ?? noBias() };
  const sizes = { B, L, E, K, stride, x: x.offset, plain: plain ? 1 : 0, time_first: timeFirst ? 1 : 0 };
  const carry = state ? 1 : 0;
  const kept = before(tape, state);
  tape.run(
    forward,
    { rows: rows.data, ...parameters, state: state ?? tape.nowhere() },
    { ...sizes, u: u.offset, segment: state ? L : convSegment(B, L), carry },
  );
  if (rows.grad) {
    const copies = convCopies(B, L);
    tape.pull(
      backward,
      {
        rows: rows.data,
        ...parameters,
        before: kept,
        drows: rows.grad,
        dweight: tape.partial(weight, copies),
        dbias: bias ? tape.partial(bias, copies) : tape.tensor('d no bias', [copies, E]),
      },
      {
        ...sizes,
        d_stride: x.gradient.stride,
        dx: x.gradient.offset,
        du: u.gradient.offset,
        segment: convSegment(B, L),
        carry,
      },
      { drows: region(x.gradient, E) },
    );
  }
}
