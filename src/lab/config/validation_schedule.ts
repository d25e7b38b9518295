import type { TrainingConfig } from './config';

/** `spaced`: at step 1, at doublings, then at equal distances, and at the end. `last`: only at the end. */
export type Validations = 'spaced' | 'last';

/**
 * The first step after `step` at which a contender is validated. Doublings come before the first multiple of `validate_every`,
 * so a curve has points from its first step on, even on a slow machine.
 */
export function nextValidation(
  { validate_every: every, steps }: Pick<TrainingConfig, 'validate_every' | 'steps'>,
  validations: Validations,
  step: number,
): number {
  if (validations === 'last') return steps;
  const doubling = 2 ** (32 - Math.clz32(step));
  const multiple = (Math.floor(step / every) + 1) * every;
  return Math.min(steps, doubling < every ? doubling : multiple, multiple);
}
