/** FLOPs that a software adapter does in about the time that it takes to compile the kernels that are fastest on it. */
const COMPILATION = 20e9;
/** How much longer than that a run is for which it is worth it. */
const LONG_RUN = 4;

/**
 * Steps, of `steps` in all, that are trained with kernels that compile at once, before those that take seconds to compile.
 * It follows from the sizes alone, so that every run of one configuration changes kernels at the same step: sums are in
 * another order afterwards. All steps, where the run is too short to gain by it.
 */
export function quickSteps(flopsPerStep: number, steps: number): number {
  const quick = Math.ceil(COMPILATION / flopsPerStep);
  return steps < LONG_RUN * quick ? steps : quick;
}
