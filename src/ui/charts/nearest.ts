import type { Series } from '../stores/series';

/** The finite y whose x is nearest to `x`; NaN if there is none. The xs never fall. */
export function valueNear(xs: Series, ys: Series, x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs.at(middle) < x) low = middle + 1;
    else high = middle;
  }
  for (let away = 0; away <= xs.length; away++) {
    const after = ys.at(low + away);
    const before = ys.at(low - away);
    const closer = Math.abs(xs.at(low + away) - x) < Math.abs(xs.at(low - away) - x);
    if (closer && Number.isFinite(after)) return after;
    if (Number.isFinite(before)) return before;
    if (Number.isFinite(after)) return after;
  }
  return Number.NaN;
}
