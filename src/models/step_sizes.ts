import type { Initialiser, RandomStream } from './initialise';

export const LEAST_STEP = 0.001;
export const MOST_STEP = 0.1;
/** As in state-spaces/mamba. */
const FLOOR = 1e-4;

/** ln of a step size drawn log-uniformly from `least` to 0.1. */
function logStep(random: RandomStream, least: number): number {
  return random.uniform() * Math.log(MOST_STEP / least) + Math.log(least);
}

/** ln of step sizes, as in state-spaces/s4 (s4d.py). */
export const logSteps: Initialiser = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = logStep(random, LEAST_STEP);
};

/** softplus⁻¹ of step sizes from `least` to 0.1, as in state-spaces/mamba. */
export function stepSizesFrom(least: number): Initialiser {
  const floor = Math.min(FLOOR, least);
  return (values, random) => {
    for (let i = 0; i < values.length; i++) {
      const delta = Math.max(floor, Math.exp(logStep(random, least)));
      values[i] = delta + Math.log(-Math.expm1(-delta));
    }
  };
}

export const stepSizes = stepSizesFrom(LEAST_STEP);
