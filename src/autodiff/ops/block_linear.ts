import {
  blockLinearInput as backward,
  blockLinear as forward,
  blockLinearWeight as weightBackward,
} from '../../gpu/kernels/matmul/block_linear';
import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import { dims } from '../dims';
import { region, type Slice } from '../slice';
import type { Parameter, Tape } from '../tape';

export interface BlockLinearOptions {
  /** (W / n, n, n) */
  readonly weight: Parameter;
  /** W numbers, of any shape. */
  readonly bias?: Parameter | undefined;
  /** The weight is block, in, out; otherwise it is block, out, in. */
  readonly inputFirst?: boolean | undefined;
  /** (rows, W), of other rows than x. */
  readonly into: Slice;
}

/** A linear layer whose weight is block-diagonal: x (rows, W) -> columns `into`. */
export function blockLinear(tape: Tape, x: Slice, { weight, bias, inputFirst, into }: BlockLinearOptions): void {
  const [, n] = dims(weight, 3);
  const W = x.width;
  const sizes = { rows: x.rows, W, n, input_first: inputFirst ? 1 : 0 };
  const has_bias = bias ? 1 : 0;
  const places = { x_stride: x.stride, x: x.offset, y_stride: into.stride, y: into.offset };
  tape.run(
    forward,
    { values: x.of.data, weight: weight.data, bias: bias?.data ?? tape.nothing, out: into.of.data },
    { ...sizes, ...places, has_bias },
    { out: region(into, W) },
  );
  if (!into.of.grad) return;
  const pulled = { y_stride: into.gradient.stride, y: into.gradient.offset };
  const segment = rowSegment(x.rows, weightBackward, sizes);
  const copies = Math.ceil(x.rows / segment);
  if (x.of.grad) {
    tape.pull(
      backward,
      { dout: into.of.grad, weight: weight.data, dvalues: x.of.grad },
      { ...sizes, ...pulled, x_stride: x.gradient.stride, x: x.gradient.offset },
      { dvalues: region(x.gradient, W) },
    );
  }
  tape.pull(
    weightBackward,
    {
      values: x.of.data,
      dout: into.of.grad,
      dweight: tape.partial(weight, copies),
      dbias: bias ? tape.partial(bias, copies) : tape.nowhere(),
    },
    { ...sizes, ...pulled, x_stride: x.stride, x: x.offset, has_bias, segment },
  );
}
