import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { checkLoss } from '../../src/lab/measure/check_timed';
import type { Subject } from '../../src/lab/measure/subject';
import { arbitraryBatch, type TrainingShape } from '../../src/lab/measure/training_shapes';
import { openTfjs, type TfjsDevice } from './tfjs';

/** One training step of embedding, LSTM, dense, with Adam. */
export async function tfjsLstm(device: TfjsDevice, { B, L, V, D }: TrainingShape): Promise<Subject> {
  await openTfjs(device);
  const model = layers.sequential({
    layers: [
      layers.layers.embedding({ inputDim: V, outputDim: D, inputLength: L }),
      layers.layers.lstm({ units: D, returnSequences: true }),
      layers.layers.dense({ units: V, activation: 'softmax' }),
    ],
  });
  const optimiser = tf.train.adam(3e-3);
  model.compile({ optimizer: optimiser, loss: 'sparseCategoricalCrossentropy' });
  const { tokens, targets } = arbitraryBatch({ B, L, V });
  const x = tf.tensor2d(tokens, [B, L], 'int32');
  const y = tf.tensor3d(Float32Array.from(targets), [B, L, 1]);
  return {
    rewind: () => openTfjs(device),
    async run(times) {
      // Resolves with the loss, so a step is done when it does.
      for (let i = 0; i < times; i++) {
        const loss = await model.trainOnBatch(x, y);
        checkLoss(typeof loss === 'number' ? loss : loss[0]);
      }
    },
    facts: () => ({}),
    destroy() {
      tf.dispose([x, y]);
      model.dispose();
      optimiser.dispose();
    },
  };
}
