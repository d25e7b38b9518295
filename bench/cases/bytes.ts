import { bytesCase } from '../../src/lab/measure/bytes';
import { trainingShapes } from '../../src/lab/measure/training_shapes';
import type { BenchFamily } from './case';

const L = 512;

export const bytes: BenchFamily = {
  name: 'bytes',
  title: `Memory of training (B 8, L ${L}, V 64, D 64)`,
  note: 'Least: parameters, gradients, both moments of AdamW, and the activations that forward writes and backward reads.',
  cases: Object.values(trainingShapes).map(shape => bytesCase({ ...shape, L })),
};
