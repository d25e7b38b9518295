/** FLOPs that a software adapter does in about the time it needs to compile its fastest kernels. */
const COMPILATION = 20e9;
/** A run this many times longer than that gains from compiling them. */
const LONG_RUN = 4;

/**
 * Of `steps` in all, how many are trained with kernels that compile at once, before those that take seconds to compile. The
 * number follows from the sizes alone, so every run of one configuration changes kernels at the same step: afterwards sums have
 * another order. All steps, if the run is too short to gain.
 */
export function quickSteps(flopsPerStep: number, steps: number): number {
  const quick = Math.ceil(COMPILATION / flopsPerStep);
  return steps < LONG_RUN * quick ? steps : quick;
}
