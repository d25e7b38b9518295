import { decayWindowBackward as backward, decayWindow as forward } from '../../gpu/kernels/convolution/decay_window';
import { historyConv, historyStore } from '../../gpu/kernels/convolution/history_conv';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, slice } from '../slice';
import type { Parameter, Tape, Var } from '../tape';
import { longConvolution } from './long_convolution';

export interface ImplicitFilters {
  /** (l, M): D columns for each order. Its l is the length of the filters. */
  readonly h: Var;
  /** (M): more at lag 0. */
  readonly skip: Parameter;
  /** How fast the first fades, and the last, a lag. */
  readonly slow: number;
  readonly fast: number;
  readonly shift: number;
}

export interface History {
  /** (B, orders, slots, D): all tokens so far; slots is the l of the filters. */
  readonly past: Tensor;
  /** i32 (4): [0] is the position of the first token. */
  readonly cursor: Tensor;
}

/** Convolves x (B, L, D) with the windowed filters of each order -> (B, L, D). With a history, x continues it, and nothing trains. */
export function implicitConvolutions(
  tape: Tape,
  { h, skip, slow, fast, shift }: ImplicitFilters,
  history: History | undefined,
): (x: Var, order: number) => Var {
  const [length, stride] = dims(h, 2);
  const dskip = tape.training ? tape.partial(skip, 1) : tape.nowhere();
  return (x, order) => {
    const [B, L, D] = dims(x, 3);
    const columns = slice(h, order * D, D);
    const sizes = { L: length, D, stride, offset: columns.offset, slow, fast, shift };
    const K = tape.tensor('filter', [length, D]);
    tape.run(forward, { h: h.data, skip: skip.data, K }, sizes);
    if (history) {
      const [, orders, slots] = dims(history.past, 4);
      const places = { B, L, D, orders, order, slots };
      const y = tape.variable('convolved history', x.shape);
      const { past, cursor } = history;
      tape.run(historyStore, { x: x.data, cursor, past }, places);
      tape.run(historyConv, { past, K, cursor, y: y.data }, places);
      return y;
    }
    return longConvolution(tape, x, {
      kernel: K,
      skip: tape.constant('no skip', [D], new Float32Array(D)),
      pullKernel(dK, summands) {
        if (!h.grad) return;
        const written = { dh: region(columns.gradient, D) };
        tape.pull(backward, { dK, dh: h.grad, dskip }, { ...sizes, summands }, written);
      },
    });
  };
}
