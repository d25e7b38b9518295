import { modelOf } from '../lab/config/model_of';
import { countParameters } from '../models/cost';

export type Size =
  | { readonly fits: true; readonly parameters: number }
  | { readonly fits: false; readonly message: string };

/** The number of parameters of a contender, or why it cannot be built. */
export function sizeOf(contender: Parameters<typeof modelOf>[0], V: number): Size {
  try {
    return { fits: true, parameters: countParameters(modelOf(contender, V)) };
  } catch (error) {
    return { fits: false, message: error instanceof Error ? error.message : 'This model cannot be built.' };
  }
}
