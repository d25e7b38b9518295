import type { OpenTask, Split } from '../../../tasks/task';
import { writeSafetensors } from '../safetensors';

/** Batches of a task from `first` on: `tokens` and `targets`, I32 (steps, B, L); the metadata say from which sequence on. */
export async function writeBatches(
  task: OpenTask,
  {
    split,
    first,
    steps,
    B,
  }: { readonly split: Split; readonly first: number; readonly steps: number; readonly B: number },
  pause: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const size = B * task.length;
  const data = { tokens: new Int32Array(steps * size), targets: new Int32Array(steps * size) };
  for (let step = 0; step < steps; step++) {
    const batch = task.batch(split, first + step, B);
    data.tokens.set(batch.tokens, step * size);
    data.targets.set(batch.targets, step * size);
    await pause();
  }
  const shape = [steps, B, task.length];
  const tensors = Object.entries(data).map(([name, own]) => [name, { dtype: 'I32', shape, data: own }] as const);
  return writeSafetensors({ metadata: new Map([['first', String(first * B)]]), tensors: new Map(tensors) });
}
