/** The values of a tensor in figures. Mean, RMS, and the ends are those of the finite values; NaN: there are none. */
export interface TensorFigures {
  readonly numbers: number;
  readonly mean: number;
  /** Root mean square. */
  readonly rms: number;
  readonly least: number;
  readonly most: number;
  /** Values that are exactly 0. */
  readonly zeros: number;
  /** NaN and infinities. */
  readonly notFinite: number;
  /** How many finite values lie in each of equal parts from `least` to `most`. */
  readonly histogram: readonly number[];
}

const BINS = 40;

export function tensorFigures(values: ArrayLike<number>): TensorFigures {
  let [sum, squares, zeros, finite] = [0, 0, 0, 0];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    squares += value * value;
    if (value === 0) zeros++;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const none = finite === 0;
  return {
    numbers: values.length,
    mean: none ? Number.NaN : sum / finite,
    rms: none ? Number.NaN : Math.sqrt(squares / finite),
    least: none ? Number.NaN : least,
    most: none ? Number.NaN : most,
    zeros,
    notFinite: values.length - finite,
    histogram: none ? [] : histogramOf(values, least, most),
  };
}

function histogramOf(values: ArrayLike<number>, least: number, most: number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  const width = (most - least) / BINS;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    const bin = width > 0 ? Math.min(BINS - 1, Math.floor((value - least) / width)) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
