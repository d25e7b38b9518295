import type { Backend } from '../../src/gpu/backend';
import { modelOf } from '../../src/lab/config/model_of';
import { mobyDick } from '../../src/lab/config/presets';
import { checkLoss } from '../../src/lab/measure/check_timed';
import type { Subject } from '../../src/lab/measure/subject';
import { arbitraryBatch } from '../../src/lab/measure/training_shapes';
import { drawn } from '../../src/lab/race/initial_weights';
import { Trainer } from '../../src/lab/race/trainer';
import type { BenchFamily } from './case';

const { contenders, training } = mobyDick.config;
/** B, L, and V of the Moby-Dick race. */
const shape = { B: training.batch, L: 128, V: 92 };

/** All contenders of the Moby-Dick race on a device. */
async function raceOn(backend: Backend, act: (trainers: readonly Trainer[]) => Promise<void>): Promise<Subject> {
  const trainers: Trainer[] = [];
  for (const contender of contenders) {
    const model = modelOf(contender, shape.V);
    trainers.push(await Trainer.make(backend, model, shape, drawn(model, 1)));
  }
  await step(trainers);
  return {
    async run(times) {
      for (let i = 0; i < times; i++) await act(trainers);
    },
    idle: () => backend.settled(),
    facts: () => ({}),
    destroy() {
      for (const trainer of trainers) trainer.destroy();
    },
  };
}

async function step(trainers: readonly Trainer[]): Promise<void> {
  for (const trainer of trainers) {
    await trainer.step(arbitraryBatch(shape), training);
    for (const { loss } of await trainer.results()) checkLoss(loss);
  }
}

/** Weights and moments are read back and copied, as a message to the page copies them. The page writes them to its store. */
async function save(trainers: readonly Trainer[]): Promise<void> {
  for (const trainer of trainers) structuredClone(await trainer.takeSnapshot());
}

export const saving: BenchFamily = {
  name: 'saving',
  title: 'What keeping the Moby-Dick race takes of its worker',
  note:
    'Every four seconds each contender gives the page a copy of its weights and moments; the page makes the run of them, and writes it. ' +
    'In a race one contender is copied at a time, between two of its turns. So a GPU waits for a fourth of the row at most. SwiftShader computes ' +
    'slowly but copies as a CPU does, so only the share of a step says something about a GPU.',
  together: true,
  cases: [
    {
      name: 'a copy of all four contenders',
      work: { unit: 'save', amount: 1 },
      ours: backend => raceOn(backend, save),
    },
    {
      name: 'a step of all four contenders',
      work: { unit: 'save', amount: 1 },
      ours: backend => raceOn(backend, step),
    },
  ],
};
