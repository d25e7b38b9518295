/** Least height that is drawn, of 2: silence is a line. */
const LEAST = 0.04;

/**
 * Samples in [-1, 1] as an SVG path of `columns` upright strokes from the least to the greatest sample of each column, in a box from
 * y = -1 (loud, up) to 1. The samples fill columns `from` to `to`.
 */
export function envelope(samples: ArrayLike<number>, from: number, to: number): string {
  const columns = Math.max(0, Math.round(to) - Math.round(from));
  if (samples.length === 0) return '';
  let path = '';
  for (let column = 0; column < columns; column++) {
    const begin = Math.floor((column * samples.length) / columns);
    const end = Math.max(begin + 1, Math.floor(((column + 1) * samples.length) / columns));
    let [least, most] = [1, -1];
    // With the sample before, so that strokes touch.
    for (let t = Math.max(0, begin - 1); t < end; t++) {
      const sample = samples[t] ?? 0;
      least = Math.min(least, sample);
      most = Math.max(most, sample);
    }
    const middle = (least + most) / 2;
    const reach = Math.max(LEAST, most - least) / 2;
    path += `M${Math.round(from) + column + 0.5} ${(-middle - reach).toFixed(2)}v${(2 * reach).toFixed(2)}`;
  }
  return path;
}
