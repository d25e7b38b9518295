import { embedding } from '../../autodiff/ops/embedding';
import { Tape } from '../../autodiff/tape';
import type { Dispatch } from '../../gpu/dispatch';
import type { Tensor } from '../../gpu/tensor';
import type { Carry } from '../../models/engine';
import { LanguageModel } from '../../models/language_model';
import type { Model } from '../../models/model';
import { layOutStates, type StateEntry } from '../../models/state_layout';

/** What the blocks of a tape carry, and where in the sequence they are: tensors with the labels of the entries. */
export interface CarriedTensors {
  readonly cursor: Tensor;
  carry(block: number): Carry;
}

export function carriedTensors(tape: Tape, entries: readonly StateEntry[]): CarriedTensors {
  const cursor = tape.tensor('cursor', [4], 'persistent', 'i32');
  const tensors = new Map(entries.map(({ label, shape }) => [label, tape.tensor(label, shape, 'persistent')] as const));
  return {
    cursor,
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

/** What reads (B, L) tokens whose sequences are up to `capacity` long, as if all of these were in reach. Allocates nothing. */
export function recordReading(model: Model, B: number, L: number, capacity: number): readonly Dispatch[] {
  const tape = new Tape({ training: false });
  const language = new LanguageModel(tape, model);
  const { carry } = carriedTensors(tape, layOutStates(model, B, capacity).entries);
  const tokens = tape.tensor('tokens', [B, L], 'persistent', 'i32');
  language.blocks(embedding(tape, tokens, language.embedding), B, L, carry);
  return tape.forward;
}
