import { alignElements } from '../gpu/backend';
import { sizeOf } from '../gpu/tensor';
import type { Model } from './model';

/** The place of a carried tensor of a block, if all share one memory. */
export interface StateEntry {
  readonly block: number;
  readonly name: string;
  /** (B, ...): with the batch. */
  readonly shape: readonly number[];
  readonly label: string;
  /** In elements; a multiple of 64. */
  readonly offset: number;
}

/** Lays out the carried state of B sequences of up to `capacity` tokens, one tensor after the other. */
export function layOutStates(model: Model, B: number, capacity: number): { entries: StateEntry[]; elements: number } {
  let offset = 0;
  const entries = model.blocks.flatMap(({ layers }, block) =>
    layers.flatMap(({ layer, config }) =>
      layer.state(config, model.config.d_model, capacity).map(({ name, shape }): StateEntry => {
        const entry = { block, name, shape: [B, ...shape], label: `state ${block} ${name}`, offset };
        offset += alignElements(sizeOf(entry.shape));
        return entry;
      }),
    ),
  );
  return { entries, elements: offset };
}
