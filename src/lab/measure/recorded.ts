import { type Backend, type Memory, wholeOf } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { holding } from '../../gpu/holding';
import { Plan } from '../../gpu/plan';
import { bytesOf, sizeOf, type Tensor } from '../../gpu/tensor';
import type { Subject } from './subject';

/** A list of dispatches by itself. Inputs that nothing else fills have numbers in [-1, 1). */
export function recordedSubject(backend: Backend, dispatches: readonly Dispatch[]): Promise<Subject> {
  return holding(async held => {
    const owned = new Map<Tensor, Memory>();
    for (const tensor of new Set(dispatches.flatMap(({ buffers }) => Object.values(buffers)))) {
      if (tensor.lifetime !== 'parameter') continue;
      owned.set(tensor, await held.allocate(backend, tensor.label, tensor.dtype, bytesOf(tensor)));
    }
    const made = await Plan.make(backend, {
      lists: { measured: dispatches },
      placed(tensor) {
        const memory = owned.get(tensor);
        return memory && wholeOf(memory);
      },
    });
    const plan = held.take(made, taken => taken.destroy());
    fill(plan, dispatches);
    return {
      async run(times: number) {
        await plan.run(['measured'], times);
        await backend.settled();
      },
      idle: () => backend.settled(),
      facts: () => ({ dispatches: dispatches.length }),
      destroy: () => held.free(),
    };
  });
}

function fill(plan: Plan, dispatches: readonly Dispatch[]): void {
  const inputs = new Set(dispatches.flatMap(({ buffers }) => Object.values(buffers)));
  for (const tensor of inputs) {
    if (tensor.dtype === 'i32' || tensor.values) continue;
    if (tensor.lifetime !== 'persistent' && tensor.lifetime !== 'parameter') continue;
    plan.write(
      tensor,
      Float32Array.from({ length: sizeOf(tensor.shape) }, (_, i) => Math.sin(i + 1)),
    );
  }
}
