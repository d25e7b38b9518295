import { type Backend, type Memory, wholeOf } from '../../gpu/backend';
import type { Dispatch } from '../../gpu/dispatch';
import { holding } from '../../gpu/holding';
import { Plan } from '../../gpu/plan';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Subject } from './subject';

/** A list of dispatches by itself, on numbers in [-1, 1) where nothing else fills its inputs. */
export function recordedSubject(backend: Backend, dispatches: readonly Dispatch[]): Promise<Subject> {
  return holding(async hold => {
    const owned = new Map<Tensor, Memory>();
    for (const tensor of new Set(dispatches.flatMap(({ buffers }) => Object.values(buffers)))) {
      if (tensor.lifetime !== 'parameter') continue;
      const memory = await backend.allocate(tensor.label, tensor.type, sizeOf(tensor.shape));
      owned.set(
        tensor,
        hold(memory, taken => backend.free(taken)),
      );
    }
    const made = await Plan.make(backend, {
      lists: { measured: dispatches },
      placed(tensor) {
        const memory = owned.get(tensor);
        return memory && wholeOf(memory);
      },
    });
    const plan = hold(made, taken => taken.destroy());
    await plan.hasten();
    fill(backend, plan, dispatches);
    return {
      async run(times: number) {
        await plan.run(['measured'], times);
        await backend.settled();
      },
      facts: () => ({ dispatches: dispatches.length }),
      destroy() {
        plan.destroy();
        for (const memory of owned.values()) backend.free(memory);
      },
    };
  });
}

function fill(backend: Backend, plan: Plan, dispatches: readonly Dispatch[]): void {
  const inputs = new Set(dispatches.flatMap(({ buffers }) => Object.values(buffers)));
  for (const tensor of inputs) {
    if (tensor.type === 'i32' || tensor.values) continue;
    if (tensor.lifetime !== 'persistent' && tensor.lifetime !== 'parameter') continue;
    const { memory, offset, elements } = plan.view(tensor);
    const values = Float32Array.from({ length: elements }, (_, i) => Math.sin(i + 1));
    backend.write(memory, values, offset);
  }
}
