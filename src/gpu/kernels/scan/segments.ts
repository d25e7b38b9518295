/** Invocations of a scan in segments: enough to keep a GPU busy, and few enough that the pass over segments stays short. */
const ENOUGH = 1024;

/** The fewest steps of a segment: for less, two more dispatches cost more than they save. */
const SHORTEST = 256;

/** How a scan's L steps are cut: into `segments` of `segment` steps; the last has what remains. */
export interface Segments {
  readonly segment: number;
  readonly segments: number;
}

/** Dims of kernels that take a sequence in segments. */
export const CUT = { segment: 'u32', segments: 'u32' } as const;

/**
 * One segment if a scan has more invocations than a workgroup of `group`. Otherwise as many segments as keep a GPU busy, each of a
 * multiple of `unit` steps.
 */
export function cutTime(L: number, invocations: number, group: number, unit: number): Segments {
  const most = invocations > group ? 1 : Math.min(Math.floor(ENOUGH / invocations), Math.floor(L / SHORTEST));
  if (most < 2) return { segment: L, segments: 1 };
  const segment = Math.ceil(L / most / unit) * unit;
  return { segment, segments: Math.ceil(L / segment) };
}
