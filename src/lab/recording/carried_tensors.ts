import type { Tape } from '../../autodiff/tape';
import type { Tensor } from '../../gpu/tensor';
import type { Carry } from '../../models/engine';
import type { StateEntry } from '../../models/state_layout';

/** The carried state of a tape's blocks and the position in the sequence: tensors with the labels of the entries. */
export interface CarriedTensors {
  /** i32 (4): [0] is the position of the first token of a call. */
  readonly cursor: Tensor;
  /** In the order of the entries. */
  readonly states: readonly Tensor[];
  carry(block: number): Carry;
}

export function carriedTensors(tape: Tape, entries: readonly StateEntry[]): CarriedTensors {
  const cursor = tape.tensor('cursor', [4], 'persistent', 'i32');
  const tensors = new Map(entries.map(({ label, shape }) => [label, tape.tensor(label, shape, 'persistent')] as const));
  return {
    cursor,
    states: [...tensors.values()],
    carry: block => ({
      cursor,
      state(name) {
        const tensor = tensors.get(`state ${block} ${name}`);
        if (!tensor) throw new Error(`block ${block} has no state '${name}'`);
        return tensor;
      },
    }),
  };
}
