/** Points of a row that an invocation transforms at once. */
const MOST_POINTS = 512;

/** Points of the longest FFT. */
export const LONGEST_FFT = MOST_POINTS ** 2;

/** The fewest points of a row: those of one butterfly. */
const LEAST_POINTS = 8;

/** Invocations of a workgroup of the FFT kernels, a row each. */
export const FFT_GROUP = 32;

/** How the FFT of L real points, weighted (see fft_convolve.wgsl), is divided. */
export interface FftShape {
  /** Points of the whole transform: a power of two, at least L. */
  readonly points: number;
  /** Blocks that fft_split makes of a row. With 1, an invocation takes a whole row. */
  readonly blocks: number;
  /** Points of a block. */
  readonly P: number;
}

/** Throws RangeError for more than 262,144 points. */
export function fftShape(L: number): FftShape {
  let points = LEAST_POINTS;
  while (points < L) points *= 2;
  if (points <= MOST_POINTS) return { points, blocks: 1, P: points };
  if (points > LONGEST_FFT) throw new RangeError(`an FFT of ${L} points is too long: at most ${LONGEST_FFT}`);
  const blocks = 2 ** Math.floor(Math.log2(points) / 2);
  return { points, blocks, P: points / blocks };
}

/** The shaders' constants for rows of P points, in a transform of `points` in all. */
export function fftConstants(P: number, points: number) {
  const PASSES = Math.ceil(Math.log2(P) / 3);
  return { P, PASSES, TAIL: P / 8 ** (PASSES - 1), ROOTS: points };
}

/** Multiply-adds of the FFT of so many rows of P points, with reading and writing them. */
export function fftWork(rows: number, P: number): number {
  return rows * P * (4 * Math.log2(P) + 24);
}

/** (2, points) complex: exp(-2πi j / points), then the weights exp(-iπ j / 2 points). The twins compute their own. */
export function fftRoots(points: number): Float32Array {
  return Float32Array.from({ length: 4 * points }, (_, i) => {
    const j = Math.floor(i / 2) % points;
    const angle = (i < 2 * points ? 2 : 0.5) * Math.PI * (j / points);
    return i % 2 === 0 ? Math.cos(angle) : -Math.sin(angle);
  });
}
