import type { Initialiser } from './initialise';

/** softplus⁻¹ of step sizes drawn log-uniformly from 0.001 to 0.1, as in state-spaces/mamba. */
export const stepSizes: Initialiser = (values, random) => {
  const [least, most] = [0.001, 0.1];
  for (let i = 0; i < values.length; i++) {
    const delta = Math.max(1e-4, Math.exp(random.uniform() * Math.log(most / least) + Math.log(least)));
    values[i] = delta + Math.log(-Math.expm1(-delta));
  }
};
