import type { BlockConfig } from './config';
import { countParameters } from './cost';
import { ModelError } from './mixer';
import { defineModel } from './model';

export interface BudgetFit {
  readonly d_model: number;
  readonly parameters: number;
}

/** Widest model the search considers. */
const MOST_WIDTH = 1024;

/**
 * The width D, a multiple of `multiple`, at which these blocks with a tied embedding of V tokens come nearest to `target`
 * parameters. Widths that a mixer refuses (heads that do not divide D) are passed over. Throws ModelError if all are.
 */
export function fitToBudget(blocks: readonly BlockConfig[], V: number, target: number, multiple = 4): BudgetFit {
  let best: BudgetFit | undefined;
  for (let D = multiple; D <= MOST_WIDTH; D += multiple) {
    const parameters = parametersAt(blocks, V, D);
    if (parameters === undefined) continue;
    if (!best || Math.abs(parameters - target) < Math.abs(best.parameters - target)) best = { d_model: D, parameters };
    if (parameters > target) break;
  }
  if (!best) throw new ModelError('no width fits these blocks: change the number of heads');
  return best;
}

function parametersAt(blocks: readonly BlockConfig[], V: number, D: number): number | undefined {
  try {
    return countParameters(defineModel({ vocab_size: V, d_model: D, blocks: [...blocks] }));
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}
