import type { Dispatch } from '../../gpu/dispatch';
import type { Tensor } from '../../gpu/tensor';

/** The same dispatches, but no two activations share memory, so that all can be read after a run. */
export function keepAll(dispatches: readonly Dispatch[]): Dispatch[] {
  const kept = new Map<number, Tensor>();
  const keep = (tensor: Tensor): Tensor => {
    if (tensor.lifetime !== 'activation') return tensor;
    const known = kept.get(tensor.id) ?? { ...tensor, lifetime: 'persistent' };
    kept.set(tensor.id, known);
    return known;
  };
  return dispatches.map(dispatch => ({
    ...dispatch,
    buffers: Object.fromEntries(Object.entries(dispatch.buffers).map(([name, tensor]) => [name, keep(tensor)])),
  }));
}
