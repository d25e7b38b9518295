/** The target of a position at which nothing is asked, as `ignore_index` of torch. */
export const IGNORED = -100;

/** Whether a target asks for an answer: the one rule that kernels, divisors, baselines, and displays go by. */
export function isScored(target: number): boolean {
  return target !== IGNORED;
}

/** How many targets ask for an answer. */
export function countScored(targets: Int32Array): number {
  return targets.reduce((count, target) => count + Number(isScored(target)), 0);
}
