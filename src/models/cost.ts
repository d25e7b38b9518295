import { BYTES } from '../gpu/dtype';
import { sizeOf } from '../gpu/tensor';
import type { BoundLayer } from './block';
import type { Layer } from './mixer';
import type { Model } from './model';

/** FLOPs of forward and backward together, in forward passes: backward takes two. */
const TRAINING_PASSES = 3;

export function countParameters(model: Model): number {
  return model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Bytes that one sequence must carry at position t, all blocks together. */
export function stateBytes(model: Model, t: number): number {
  return layersOf(model).reduce(
    (sum, { layer, config }) => sum + layerStateBytes(layer, config, model.config.d_model, t),
    0,
  );
}

/** Bytes that one sequence carries through a layer at position t: its state without scratch space. */
export function layerStateBytes<C>(layer: Layer<C>, config: C, D: number, t: number): number {
  return layer.state(config, D, t).reduce((sum, { shape, spare = 0 }) => sum + BYTES.f32 * (sizeOf(shape) - spare), 0);
}

/** Forward FLOPs (2 per multiply-add) of the token at position t, with carried state. */
export function samplingFlops(model: Model, t: number): number {
  const D = model.config.d_model;
  return layersOf(model).reduce((sum, { layer, config }) => sum + layer.flops(config, D, t), flopsAround(model));
}

/** Training FLOPs per token: the mean over positions 0 to L - 1. */
export function trainingFlops(model: Model, L: number): number {
  const D = model.config.d_model;
  const layers = layersOf(model).reduce((sum, { layer, config }) => {
    return sum + (layer.sequenceFlops?.(config, D, L) ?? L * layer.flops(config, D, 0)) / L;
  }, 0);
  return TRAINING_PASSES * (layers + flopsAround(model));
}

/** Forward FLOPs of a token outside the layers: a norm before each and before the head, and the head. */
function flopsAround(model: Model): number {
  const { d_model: D, vocab_size: V, norm, head_bias } = model.config;
  const norms = norm === 'none' ? 0 : layersOf(model).length + 1;
  return 4 * D * norms + 2 * D * V + (head_bias ? V : 0);
}

function layersOf({ blocks }: Model): readonly BoundLayer[] {
  return blocks.flatMap(({ layers }) => layers);
}

/** Receptive field: tokens that one output can depend on, the current one included; null: all of them. */
export function receptiveField(model: Model): number | null {
  return layersOf(model).reduce<number | null>((field, { layer, config }) => {
    const own = layer.receptiveField(config);
    return field === null || own === null ? null : field + own - 1;
  }, 1);
}

/** Whether an output can depend on the token so many before it, for 0 to `most`: a dilated convolution passes over some. */
export function seenDistances(model: Model, most: number): readonly boolean[] {
  const first = Array.from({ length: most + 1 }, (_, distance) => distance === 0);
  return layersOf(model).reduce<readonly boolean[]>((seen, { layer, config }) => {
    const taps = layer.distances?.(config);
    if (taps) return seen.map((_, distance) => taps.some(back => seen[distance - back] === true));
    const field = layer.receptiveField(config) ?? Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    return seen.map((own, distance) => {
      if (own) last = distance;
      return distance - last < field;
    });
  }, first);
}
