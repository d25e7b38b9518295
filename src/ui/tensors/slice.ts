import type { ColourGrid } from '../inspect/heat_map';

/** Most rows, and most columns, of a picture of a slice: no screen shows more. */
export const MOST_SHOWN = 1024;

/** The last two axes of a tensor at the given places of all others; a tensor of one axis is one row. What is beyond MOST_SHOWN is left out. */
export function sliceOf(shape: readonly number[], values: ArrayLike<number>, leading: readonly number[]): ColourGrid {
  const allColumns = shape.at(-1) ?? 1;
  const allRows = shape.length > 1 ? (shape.at(-2) ?? 1) : 1;
  const outer = shape.slice(0, -2);
  const start = outer.reduce((at, extent, axis) => at * extent + Math.min(leading[axis] ?? 0, extent - 1), 0);
  const rows = Math.min(MOST_SHOWN, allRows);
  const columns = Math.min(MOST_SHOWN, allColumns);
  const from = start * allRows * allColumns;
  const shown = Float32Array.from(
    { length: rows * columns },
    (_, i) => values[from + Math.floor(i / columns) * allColumns + (i % columns)] ?? Number.NaN,
  );
  return { rows, columns, values: shown };
}
