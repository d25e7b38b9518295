import { countParameters } from './cost';
import { ModelError } from './mixer';
import type { Model } from './model';

export interface SizedModel {
  readonly model: Model;
  readonly parameters: number;
}

/** Widest model the search considers. */
const MOST_WIDTH = 1024;

/**
 * Of the models whose width D is a multiple of `multiple`, the one nearest to `target` parameters. Skips widths that a mixer
 * refuses (heads that do not divide D). Throws ModelError if it refuses all.
 */
export function fitToBudget(modelAt: (D: number) => Model, target: number, multiple = 4): SizedModel {
  let best: SizedModel | undefined;
  let refused: unknown;
  for (let D = multiple; D <= MOST_WIDTH; D += multiple) {
    try {
      const model = modelAt(D);
      const parameters = countParameters(model);
      if (!best || Math.abs(parameters - target) < Math.abs(best.parameters - target)) best = { model, parameters };
      if (parameters > target) break;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      refused = error;
    }
  }
  if (!best) throw refused;
  return best;
}
