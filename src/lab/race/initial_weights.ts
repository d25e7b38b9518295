import type { HostArray } from '../../gpu/dtype';
import { sizeOf } from '../../gpu/tensor';
import type { Model } from '../../models/model';
import { Random } from '../../tasks/random';

/** Fresh weights: a pure function of the model and the seed. Each parameter has its own stream of random numbers. */
export function initialWeights(model: Model, seed: number): Map<string, HostArray> {
  return new Map(
    model.parameters.map((spec, index) => {
      const random = new Random(seed, 'weights', index);
      const values = new Float32Array(sizeOf(spec.shape));
      spec.initialise(values, {
        uniform: () => random.uniform(),
        // Box and Muller 1958.
        normal: () => Math.sqrt(-2 * Math.log(random.uniform())) * Math.cos(2 * Math.PI * random.uniform()),
      });
      return [spec.name, values] as const;
    }),
  );
}
