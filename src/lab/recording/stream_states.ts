import type { Model } from '../../models/model';
import { layOutStates } from '../../models/state_layout';
import { LONGEST } from '../../tasks/parameters';

/** The state that B rows carry from batch to batch, of any length. Only models of a fixed state train from one. */
export function streamStates(model: Model, B: number) {
  return layOutStates(model, B, LONGEST);
}
