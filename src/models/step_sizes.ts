import type { Initialiser, RandomStream } from './initialise';

/** ln of a step size drawn log-uniformly from 0.001 to 0.1. */
function logStep(random: RandomStream): number {
  const [least, most] = [0.001, 0.1];
  return random.uniform() * Math.log(most / least) + Math.log(least);
}

/** ln of step sizes, as in state-spaces/s4 (s4d.py). */
export const logSteps: Initialiser = (values, random) => {
  for (let i = 0; i < values.length; i++) values[i] = logStep(random);
};

/** softplus⁻¹ of step sizes, as in state-spaces/mamba. */
export const stepSizes: Initialiser = (values, random) => {
  for (let i = 0; i < values.length; i++) {
    const delta = Math.max(1e-4, Math.exp(logStep(random)));
    values[i] = delta + Math.log(-Math.expm1(-delta));
  }
};
