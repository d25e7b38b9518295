/** The target of a position that is not scored, as `ignore_index` of torch. */
export const IGNORED = -100;

/** Whether a target is scored. Kernels, divisors, baselines, and displays follow this one rule. */
export function isScored(target: number): boolean {
  return target !== IGNORED;
}

export function countScored(targets: Int32Array): number {
  return targets.reduce((count, target) => count + Number(isScored(target)), 0);
}
