/** The least height of a stroke, in a box of height 2. It makes silence a line. */
const LEAST = 0.04;

/**
 * Samples in [-1, 1] as an SVG path, in a box from y = -1 to 1. The samples fill columns `from` to `to`. Each column has one upright
 * stroke, from its least to its greatest sample.
 */
export function envelope(samples: ArrayLike<number>, from: number, to: number): string {
  const columns = Math.max(0, Math.round(to) - Math.round(from));
  if (samples.length === 0) return '';
  let path = '';
  for (let column = 0; column < columns; column++) {
    const begin = Math.floor((column * samples.length) / columns);
    const end = Math.max(begin + 1, Math.floor(((column + 1) * samples.length) / columns));
    let [least, most] = [1, -1];
    // Starts at the sample before the column, so that strokes touch.
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
