import { type ColourScale, colourTable, type ShownTheme, shadeOf } from './palette';

/** Numbers to draw as colours: (rows, columns), row-major. */
export interface ColourGrid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A grid of at most `most` rows. If rows are merged, each cell keeps the value of largest magnitude. */
export function poolRows({ rows, columns, values }: ColourGrid, most: number): ColourGrid {
  if (rows <= most) return { rows, columns, values };
  const pooled = new Float32Array(most * columns);
  for (let r = 0; r < rows; r++) {
    const into = Math.floor((r * most) / rows) * columns;
    for (let c = 0; c < columns; c++) {
      const value = values[r * columns + c] ?? 0;
      if (Math.abs(value) > Math.abs(pooled[into + c] ?? 0)) pooled[into + c] = value;
    }
  }
  return { rows: most, columns, values: pooled };
}

/** RGBA, 4 bytes a cell, row-major. NaN is transparent. */
export function colourCells(
  { values }: ColourGrid,
  scale: ColourScale,
  theme: ShownTheme,
): Uint8ClampedArray<ArrayBuffer> {
  const table = colourTable(scale.kind, theme);
  const cells = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, i) => {
    const shade = shadeOf(value, scale);
    if (shade >= 0) cells.set(table.subarray(4 * shade, 4 * shade + 4), 4 * i);
  });
  return cells;
}
