import { rowSegment } from '../../gpu/kernels/scan/row_segment';
import {
  stableGates as forward,
  stableGateInput,
  stableGateSums,
  stableGatesBackward,
  stableGateWeight,
} from '../../gpu/kernels/scan/stable_gates';
import type { Tensor } from '../../gpu/tensor';
import { dims } from '../dims';
import { region, type Slice } from '../slice';
import type { Parameter, Tape } from '../tape';
import type { MatrixScanOptions } from './matrix_scan';

export interface StableGatesOptions {
  /** (H, W) each, and (H). */
  readonly input: { readonly weight: Parameter; readonly bias: Parameter };
  readonly forget: { readonly weight: Parameter; readonly bias: Parameter };
  /** (B, L, 2H): afterwards m of each head, then 1 - sigmoid(f). The gradient of m must come from what is recorded later. */
  readonly cells: Slice;
  /** Of what is written. */
  readonly scale: number;
  /** (B, H): m before the first token; afterwards m after the last. No gradient flows into it. */
  readonly state?: Tensor | undefined;
  /** i32 (4): [0] is the position of the first token; absent: it is 0. */
  readonly first?: Tensor | undefined;
  /** Columns of x by themselves, all of which have a gradient before this op gives its own. */
  readonly parts: readonly Slice[];
}

/** `gates` (B, L, 2H) and `pullGates` of matrixScan. The gradient of `gates` is that of their sums i and f. */
export type StableGates = Required<Pick<MatrixScanOptions, 'gates' | 'pullGates'>>;

/** Exponential gates of H heads that see x (B, L, W), held at most 1; see the kernel. */
export function stableGates(tape: Tape, x: Slice, options: StableGatesOptions): StableGates {
  const { input, forget, cells, scale, state, first, parts } = options;
  const [B, L] = dims(x.of, 3);
  const [H, W] = dims(input.weight, 2);
  const gates = tape.variable('ln a, w', [B, L, 2 * H]);
  const seen = { rows: x.rows, W, H };
  const sizes = { ...seen, cell_stride: cells.stride, cell: cells.offset };
  const weights = { input: input.weight.data, forget: forget.weight.data };
  const biases = { input_bias: input.bias.data, forget_bias: forget.bias.data };
  tape.run(
    stableGateSums,
    { values: x.of.data, ...weights, ...biases, cells: cells.of.data },
    { ...sizes, stride: x.stride, x: x.offset },
    { cells: region(cells, 2 * H) },
  );
  const cursor = first ?? tape.constant('no cursor', [4], new Int32Array(4));
  const most = state ?? tape.tensor('m', [B, H]);
  const own = { B, L, H, cell_stride: cells.stride, cell: cells.offset, carry: state ? 1 : 0, scale };
  tape.run(forward, { cursor, cells: cells.of.data, gates: gates.data, most }, own, { cells: region(cells, 2 * H) });
  const [dsums, drows] = [gates.grad, cells.of.grad];
  if (!dsums || !x.of.grad || !drows) return { gates, pullGates: undefined };
  const segment = rowSegment(x.rows, stableGateWeight, seen);
  const copies = Math.ceil(x.rows / segment);
  tape.pull(
    stableGateInput,
    { dsums, ...weights, dvalues: x.of.grad },
    { ...seen, stride: x.gradient.stride, x: x.gradient.offset },
    { dvalues: parts.map(({ gradient, width }) => region(gradient, width)) },
  );
  tape.pull(
    stableGateWeight,
    {
      values: x.of.data,
      dsums,
      dinput: tape.partial(input.weight, copies),
      dforget: tape.partial(forget.weight, copies),
      dinput_bias: tape.partial(input.bias, copies),
      dforget_bias: tape.partial(forget.bias, copies),
    },
    { ...seen, stride: x.stride, x: x.offset, segment },
  );
  return {
    gates,
    pullGates(left, places) {
      const { stride: d_stride, offset: dm } = cells.gradient;
      tape.pull(
        stableGatesBackward,
        { ...left, gates: gates.data, cells: cells.of.data, drows, dsums, later: tape.tensor('later', [B, H, 2]) },
        { ...places, cell_stride: cells.stride, cell: cells.offset, d_stride, dm },
      );
    },
  };
}
