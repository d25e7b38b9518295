import { BYTES } from '../../gpu/dtype';
import { copy, firstElements } from '../../gpu/kernels/pointwise/copy';
import type { Plan } from '../../gpu/plan';
import type { Part } from '../../gpu/plan_layout';
import type { Tensor } from '../../gpu/tensor';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import type { Recorder } from '../recording/recorder';
import type { streamStates } from '../recording/stream_states';

/** The state that a batch of a stream begins with and the next one goes on with. */
export interface StreamTensors {
  /** As `streamStates` lays it out. It changes with the update alone, so a step that is stopped can begin again. */
  readonly kept: Tensor;
  /** i32 (4): [0] is the position of the first token of a batch in its rows. */
  readonly cursor: Tensor;
}

/** Throws ModelError, which calls the model `name`, where a mixer cannot train from a carried state. */
export function checkStream(name: string, model: Model): void {
  for (const { mixer } of model.blocks)
    if (mixer.trainsWholeOnly !== undefined)
      throw new ModelError(
        `${name} cannot carry its state from batch to batch, because of ${mixer.title}. ${mixer.trainsWholeOnly} ` +
          'Train it without “Carry the state” (carry_state), or use another mixer.',
      );
}

/** Records that the blocks, recorded next, begin with the kept state. They work on a copy of it. */
export function beginStream(
  { tape, cursor, states }: Recorder,
  { entries, elements }: ReturnType<typeof streamStates>,
  within: Map<number, Part>,
): { readonly tensors: StreamTensors; readonly working: Tensor } | undefined {
  if (elements === 0) return undefined;
  const kept = tape.tensor('kept state', [elements], 'persistent');
  const working = tape.tensor('state', [elements], 'persistent');
  states.forEach(({ id }, i) => {
    within.set(id, { of: working, offset: (entries[i]?.offset ?? 0) * BYTES.f32 });
  });
  tape.run(copy, { source: kept, destination: working }, firstElements(elements));
  return { tensors: { kept, cursor }, working };
}

/** Records, with the update, that the next batch goes on with the state that this one leaves. */
export function keepStream(
  { tape }: Recorder,
  { tensors, working }: NonNullable<ReturnType<typeof beginStream>>,
): void {
  const [elements = 0] = working.shape;
  tape.run(copy, { source: working, destination: tensors.kept }, firstElements(elements));
}

/** Writes where a batch begins; at position 0 its rows begin without a state. */
export function writeStream(plan: Plan, { kept, cursor }: StreamTensors, position: number): void {
  if (plan.has(cursor)) plan.write(cursor, Int32Array.of(position, 0, 0, 0));
  if (position === 0) plan.write(kept, new Float32Array(kept.shape[0] ?? 0));
}
