/**
 * Fills a parameter. `random` is seeded by the run's seed and the parameter's place. One of several axes is filled by some rows of
 * the first axis at a time, so an initialiser makes all of these alike.
 */
export type Initialiser = (values: Float32Array, random: RandomStream) => void;

/** A seeded stream of numbers. */
export interface RandomStream {
  /** In [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** U(-bound, bound). */
export function uniform(bound: number): Initialiser {
  return (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * bound;
  };
}

/** N(0, deviation²). */
export function normal(deviation: number): Initialiser {
  return (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = random.normal() * deviation;
  };
}

export function constant(value: number): Initialiser {
  return values => {
    values.fill(value);
  };
}
