import type { AnyKernel } from '../../kernel';

/** Copies of a parameter's gradient, which are added up later: as many, or more where a workgroup would have too much to sum up. */
const COPIES = 64;
/** Multiply-adds of a workgroup, at most: the slowest adapter does them in 50 ms. */
const MOST = 2.5e7;

/**
 * Rows that an invocation of `kernel` sums up into a copy of a parameter's gradient. `dims` are those that its work and its grid need,
 * without `segment`. Throws RangeError where one is missing.
 */
export function rowSegment(
  rows: number,
  kernel: Pick<AnyKernel, 'work' | 'grid'>,
  dims: Readonly<Record<string, number>>,
): number {
  let segment = Math.ceil(rows / COPIES);
  while (segment > 1) {
    const own = { ...dims, segment };
    const [x, y, z] = kernel.grid(own);
    const each = (kernel.work?.(own) ?? 0) / (x * y * z);
    if (each <= MOST) return segment;
    if (Number.isNaN(each)) throw new RangeError('a dim is missing');
    segment = Math.max(1, Math.min(segment - 1, Math.floor((segment * MOST) / each)));
  }
  return segment;
}
