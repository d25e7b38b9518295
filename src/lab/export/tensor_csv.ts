import { csv } from './csv';

/** A line for each number: its place on each axis, from 0, and its value. `axes`: their names. */
export function tensorCsv(axes: readonly string[], shape: readonly number[], values: ArrayLike<number>): string {
  const place = shape.map(() => 0);
  const rows = Array.from(values, value => {
    const row = [...place, value];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = (place[axis] ?? 0) + 1;
      if ((place[axis] ?? 0) < (shape[axis] ?? 1)) break;
      place[axis] = 0;
    }
    return row;
  });
  return csv([...axes, 'value'], rows);
}
