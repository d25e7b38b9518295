import type { HostArray } from '../../gpu/dtype';
import { hearMessages } from '../../gpu/hear_messages';
import { sizeOf } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import { Random } from '../../tasks/random';

/** Values that are drawn between two looks at the clock: a few milliseconds, also on a slow machine. */
const PIECE = 2 ** 14;
/** After this many milliseconds, the thread hears its messages. */
const TURN_MILLISECONDS = 50;

/**
 * Draws weights in pieces of about `most` values; returns all of them by name. Each parameter has its own stream of random numbers.
 */
export function* drawing(model: Model, seed: number, most = PIECE): Generator<undefined, Map<string, HostArray>> {
  const all = new Map<string, HostArray>();
  for (const [index, { name, shape, initialise }] of model.parameters.entries()) {
    const random = new Random(seed, 'weights', index);
    const values = new Float32Array(sizeOf(shape));
    const row = sizeOf(shape.slice(1));
    // A vector is small, and its initialiser may tell its elements apart.
    const piece = shape.length > 1 ? row * Math.max(1, Math.floor(most / row)) : values.length;
    for (let from = 0; from < values.length; from += piece) {
      initialise(values.subarray(from, from + piece), random);
      yield;
    }
    all.set(name, values);
  }
  return all;
}

/**
 * Fresh weights: a pure function of the model and the seed. The thread hears its messages meanwhile, because a large model has a
 * hundred million of them.
 */
export async function drawWeights(model: Model, seed: number): Promise<Map<string, HostArray>> {
  const pieces = drawing(model, seed);
  let since = performance.now();
  let next = pieces.next();
  while (!next.done) {
    if (performance.now() - since > TURN_MILLISECONDS) {
      await hearMessages();
      since = performance.now();
    }
    next = pieces.next();
  }
  return next.value;
}

/** What writes fresh weights of that seed once there is room for them. */
export function drawn(model: Model, seed: number): (parameters: ParameterArena) => Promise<void> {
  return async parameters => parameters.write(await drawWeights(model, seed));
}
