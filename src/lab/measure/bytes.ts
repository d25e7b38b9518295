import { TwinBackend } from '../../gpu/backends/twin/twin';
import type { Dispatch } from '../../gpu/dispatch';
import { BYTES } from '../../gpu/dtype';
import { bytesOf, type Tensor } from '../../gpu/tensor';
import { countParameters } from '../../models/cost';
import { defineModel } from '../../models/model';
import { drawn } from '../race/initial_weights';
import { Trainer } from '../race/trainer';
import { recordTraining } from '../race/training_recording';
import type { CountedCase } from './subject';
import type { TrainingShape } from './training_shapes';

/** Bytes of activations that forward writes and backward reads: all live at once between the two. */
export function keptBytes(forward: readonly Dispatch[], backward: readonly Dispatch[]): number {
  const activations = (dispatches: readonly Dispatch[], reads: boolean): Set<Tensor> =>
    new Set(
      dispatches.flatMap(({ kernel, buffers }) =>
        Object.entries(buffers).flatMap(([name, tensor]) =>
          tensor.lifetime === 'activation' && (!reads || kernel.buffers[name] === 'read') ? [tensor] : [],
        ),
      ),
    );
  const needed = activations(backward, true);
  return [...activations(forward, false)]
    .filter(tensor => needed.has(tensor))
    .reduce((sum, tensor) => sum + bytesOf(tensor), 0);
}

/** Bytes of training, compared with parameters, gradients, both moments, and the activations that backward needs. */
export function bytesCase(shape: TrainingShape): CountedCase {
  return {
    name: shape.name,
    async count() {
      const model = defineModel({ vocab_size: shape.V, d_model: shape.D, blocks: [...shape.blocks] });
      const { forward, backward } = recordTraining(model, shape).lists;
      // The plan is the same on every backend, and the twins need no device.
      const backend = new TwinBackend();
      const trainer = await Trainer.make(backend, model, shape, drawn(model, 1));
      const planned = trainer.plannedBytes;
      backend.destroy();
      const least = 4 * BYTES.f32 * countParameters(model) + keptBytes(forward, backward);
      return { 'planned bytes': planned, 'least bytes': least, 'planned / least': planned / least };
    },
  };
}
