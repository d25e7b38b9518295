import type { Dispatch } from '../../gpu/dispatch';
import type { Tensor } from '../../gpu/tensor';

/** The tensor, where a dispatch reads or writes it: only then has it a place in a plan. */
export function usedBy(dispatches: readonly Dispatch[], tensor: Tensor): Tensor | undefined {
  return dispatches.some(({ buffers }) => Object.values(buffers).includes(tensor)) ? tensor : undefined;
}
