/** Points of a row that a workgroup transforms at once: what 16 KiB hold. */
export const MOST_POINTS = 2048;

/** Points an invocation holds; also the least that a row has. */
const EACH = 8;

/** How the FFT of L real points, weighted (see fft_convolve.wgsl), is taken. */
export interface FftShape {
  /** Points of the whole transform: a power of two, at least L. */
  readonly points: number;
  /** Blocks that fft_split makes of a row; 1: a row fits a workgroup. */
  readonly blocks: number;
  /** Points of a block. */
  readonly P: number;
}

/** Throws RangeError beyond 4,194,304 points. */
export function fftShape(L: number): FftShape {
  let points = EACH;
  while (points < L) points *= 2;
  if (points <= MOST_POINTS) return { points, blocks: 1, P: points };
  if (points > MOST_POINTS ** 2) throw new RangeError(`an FFT of ${L} points is too long: at most ${MOST_POINTS ** 2}`);
  const blocks = 2 ** Math.floor(Math.log2(points) / 2);
  return { points, blocks, P: points / blocks };
}

/** The shaders' constants for `rows` transforms of P points. */
export function fftConstants(P: number, rows: number, points: number) {
  let THREADS = P / EACH;
  while (THREADS < MOST_POINTS / EACH && (THREADS * EACH) / P < rows) THREADS *= 2;
  const PASSES = Math.ceil(Math.log2(P) / 3);
  const TAIL = P / 8 ** (PASSES - 1);
  return { P, ROWS: (THREADS * EACH) / P, THREADS, PASSES, TAIL, ROOTS: points };
}

/** (2, points) complex: exp(-2πi j / points), then the weights exp(-iπ j / 2 points). The twins compute their own. */
export function fftRoots(points: number): Float32Array {
  return Float32Array.from({ length: 4 * points }, (_, i) => {
    const j = Math.floor(i / 2) % points;
    const angle = (i < 2 * points ? 2 : 0.5) * Math.PI * (j / points);
    return i % 2 === 0 ? Math.cos(angle) : -Math.sin(angle);
  });
}
