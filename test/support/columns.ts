import type { Tape, Var } from '../../src/autodiff/tape';
import { linearGrid } from '../../src/gpu/grid';
import { defineKernel } from '../../src/gpu/kernel';
import { sizeOf } from '../../src/gpu/tensor';

/** destination[row, to..to + width] = source[row, from..from + width] */
const copyColumns = defineKernel({
  name: 'copy_columns',
  source: `
struct Dims { rows: u32, width: u32, source_stride: u32, from_column: u32, destination_stride: u32, to_column: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> destination: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x / dims.width;
  let column = id.x % dims.width;
  if (row < dims.rows) {
    destination[row * dims.destination_stride + dims.to_column + column] = source[row * dims.source_stride + dims.from_column + column];
  }
}`,
  buffers: { source: 'read', destination: 'write' },
  dims: {
    rows: 'u32',
    width: 'u32',
    source_stride: 'u32',
    from_column: 'u32',
    destination_stride: 'u32',
    to_column: 'u32',
  },
  grid: ({ rows, width }) => linearGrid(rows * width, 64),
  reference({ source, destination }, { rows, width, source_stride, from_column, destination_stride, to_column }) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < width; column++) {
        destination[row * destination_stride + to_column + column] = source[row * source_stride + from_column + column];
      }
    }
  },
});

/** Copies columns of the rows of one Var to those of another, and the gradient back. */
function moveColumns(
  tape: Tape,
  source: Var,
  from: number,
  destination: Var,
  to: number,
  width: number,
  gradientFrom = from,
): void {
  const source_stride = source.shape.at(-1) ?? 1;
  const destination_stride = destination.shape.at(-1) ?? 1;
  const rows = sizeOf(source.shape) / source_stride;
  tape.run(
    copyColumns,
    { source: source.data, destination: destination.data },
    { rows, width, source_stride, from_column: from, destination_stride, to_column: to },
    { destination: `${to}:${width}` },
  );
  if (source.grad && destination.grad) {
    tape.pull(
      copyColumns,
      { source: destination.grad, destination: source.grad },
      {
        rows,
        width,
        source_stride: destination.grad.shape.at(-1) ?? 1,
        from_column: to,
        destination_stride: source.grad.shape.at(-1) ?? 1,
        to_column: gradientFrom,
      },
      { destination: `${gradientFrom}:${width}` },
    );
  }
}

/** Writes x into the columns of `into` that start at `offset`. */
export function placeColumns(tape: Tape, x: Var, into: Var, offset: number): void {
  moveColumns(tape, x, 0, into, offset, x.shape.at(-1) ?? 1);
}

/** Columns `offset` to `offset + width` of `from` as a Var of their own; `gradientOffset` as in `slice`. */
export function takeColumns(tape: Tape, from: Var, offset: number, width: number, gradientOffset = offset): Var {
  const taken = tape.variable('columns', [...from.shape.slice(0, -1), width]);
  moveColumns(tape, from, offset, taken, 0, width, gradientOffset);
  return taken;
}
