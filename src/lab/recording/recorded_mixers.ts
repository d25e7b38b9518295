import type { Dispatch } from '../../gpu/dispatch';
import type { Tensor } from '../../gpu/tensor';
import type { ForwardCall } from '../../models/engine';

export interface RecordedMixer {
  readonly call: ForwardCall<unknown>;
  readonly dispatches: readonly Dispatch[];
}

/** The same dispatches, but the tensors that the mixers read and wrote share no memory with activations. */
export function keepMixers(forward: readonly Dispatch[], mixers: readonly RecordedMixer[]): Dispatch[] {
  const used = mixers.flatMap(({ call, dispatches }) => [
    call.x.data,
    ...dispatches.flatMap(({ buffers }) => Object.values(buffers)),
  ]);
  const kept = new Map<number, Tensor>();
  for (const tensor of used)
    if (tensor.lifetime === 'activation') kept.set(tensor.id, { ...tensor, lifetime: 'persistent' });
  return forward.map(dispatch => ({
    ...dispatch,
    buffers: Object.fromEntries(
      Object.entries(dispatch.buffers).map(([name, tensor]) => [name, kept.get(tensor.id) ?? tensor]),
    ),
  }));
}
