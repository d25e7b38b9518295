/** Invocations to which segments are multiplied: enough to keep a GPU busy, few enough that the pass over segments stays short. */
const ENOUGH = 1024;

/** Steps of a segment, at least: two dispatches more must be worth their while. */
const SHORTEST = 256;

/** How a scan's L steps are cut: `segments` of `segment` steps, the last of what remains. */
export interface Segments {
  readonly segment: number;
  readonly segments: number;
}

/** Dims of kernels that take a sequence in segments. */
export const CUT = { segment: 'u32', segments: 'u32' } as const;

/**
 * One segment where a scan's invocations are more than one workgroup of `group`; else as many as keep a GPU busy, of a multiple of
 * `unit` steps each.
 */
export function cutTime(L: number, invocations: number, group: number, unit: number): Segments {
  const most = invocations > group ? 1 : Math.min(Math.floor(ENOUGH / invocations), Math.floor(L / SHORTEST));
  if (most < 2) return { segment: L, segments: 1 };
  const segment = Math.ceil(L / most / unit) * unit;
  return { segment, segments: Math.ceil(L / segment) };
}
