import { geluGateBackward as backward, geluGate as forward } from '../../gpu/kernels/pointwise/gelu_gate';
import { region, rowsOf, type Slice } from '../slice';
import type { Tape, Var } from '../tape';

/**
 * x gelu(gate), with the form of GELU that has a tanh: columns of the same rows -> (..., W). Backward overwrites the gradients of both, so
 * it must be the first to contribute to them.
 */
export function geluGate(tape: Tape, x: Slice, gate: Slice): Var {
  const rows = rowsOf(x, gate);
  const y = tape.variable('gelu gate', [...rows.shape.slice(0, -1), x.width]);
  const sizes = { rows: x.rows, W: x.width, stride: x.stride, x: x.offset, gate: gate.offset };
  tape.run(forward, { values: rows.data, y: y.data }, sizes);
  if (!y.grad || !rows.grad) return y;
  const places = { d_stride: x.gradient.stride, dx: x.gradient.offset, dgate: gate.gradient.offset };
  const written = [x, gate].map(({ gradient, width }) => region(gradient, width));
  tape.pull(
    backward,
    { values: rows.data, dy: y.grad, dvalues: rows.grad },
    { ...sizes, ...places },
    { dvalues: written },
  );
  return y;
}
