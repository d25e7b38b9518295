import { heightOf, type ValueAxis } from './value_axis';

/** A line through the finite values as the `d` of an SVG path; on a log axis, through the positive ones. Others leave a gap. */
export function pathOf(values: ArrayLike<number>, xOf: (i: number) => number, axis: ValueAxis): string {
  let path = '';
  let pen = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    const there = Number.isFinite(value) && !(axis.log && value <= 0);
    if (there) path += `${pen ? 'L' : 'M'}${xOf(i).toFixed(1)} ${heightOf(axis, value).toFixed(1)}`;
    pen = there;
  }
  return path;
}
