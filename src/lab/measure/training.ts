import type { Stop } from '../../gpu/backend';
import { countParameters, trainingFlops } from '../../models/cost';
import { defineModel } from '../../models/model';
import { trainingConfig } from '../config/config';
import { drawn } from '../race/initial_weights';
import { RESULT_SLOTS } from '../race/step_result';
import { Trainer } from '../race/trainer';
import { checkLoss } from './check_timed';
import type { MeasuredCase } from './subject';
import { arbitraryBatch, type TrainingShape } from './training_shapes';

/** Whole steps: upload of the batch, forward, backward, clipping, AdamW. `stop` ends a run early, even within a step. */
export function trainingCase(shape: TrainingShape, stop?: Stop): MeasuredCase {
  const model = defineModel({ vocab_size: shape.V, d_model: shape.D, blocks: [...shape.blocks] });
  return {
    name: shape.name,
    work: { unit: 'step', amount: 1 },
    flops: shape.B * shape.L * trainingFlops(model, shape.L),
    async ours(backend) {
      const trainer = await Trainer.make(backend, model, shape, drawn(model, 1));
      const batch = arbitraryBatch(shape);
      const hyper = trainingConfig.parse({});
      return {
        async run(times) {
          for (let left = times; left > 0 && !stop?.aborted; left -= RESULT_SLOTS) {
            for (let i = 0; i < Math.min(left, RESULT_SLOTS); i++) if (!(await trainer.step(batch, hyper, stop))) break;
            for (const { loss } of await trainer.results()) checkLoss(loss);
          }
        },
        idle: () => backend.settled(),
        facts: () => ({
          parameters: countParameters(model),
          dispatches: trainer.dispatchesPerStep,
          'planned bytes': trainer.plannedBytes,
        }),
        destroy: () => trainer.destroy(),
      };
    },
  };
}
