import { layerStateBytes } from './cost';
import type { Layer } from './mixer';

/** What happens to what a layer carries as tokens come: nothing, it is a window of the last ones, or it grows. */
export type CarriedKind = 'fixed' | 'window' | 'growing';

/** What one sequence carries through a layer from token to token. */
export interface Carried {
  readonly kind: CarriedKind;
  /** After L tokens. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** After L tokens. */
  readonly bytes: number;
  /** Bytes that the token after them adds, the mean over as many tokens; 0 unless it grows. */
  readonly growth: number;
}

/** So many tokens are more than any window. */
const MANY = 2 ** 24;

/** Null: the layer carries nothing. */
export function carriedOf<C>(layer: Layer<C>, config: C, D: number, L: number): Carried | null {
  const bytes = layerStateBytes(layer, config, D, L);
  if (bytes === 0) return null;
  const grows = layerStateBytes(layer, config, D, 2 * MANY) > layerStateBytes(layer, config, D, MANY);
  const kind = grows ? 'growing' : layer.receptiveField(config) === null ? 'fixed' : 'window';
  const tensors = layer.state(config, D, L).map(({ name, shape }) => ({ name, shape }));
  return { kind, tensors, bytes, growth: grows ? (layerStateBytes(layer, config, D, 2 * L) - bytes) / L : 0 };
}
