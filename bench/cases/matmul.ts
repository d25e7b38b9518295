import { matmulCase, matmulShapes } from '../../src/lab/measure/matmul';
import { jaxMatmul } from '../peers/jax';
import { jaxPeers, tfjsPeers } from '../peers/sides';
import { tfjsMatmul } from '../peers/tfjs';
import { torchPeers } from '../peers/torch';
import type { BenchFamily } from './case';

export const matmul: BenchFamily = {
  name: 'matmul',
  title: 'Matrix products',
  note:
    'Rows x inputs -> outputs of a linear layer, f32, as training does them; each side has its factors in the layout that suits it. ' +
    'Our weight gradient is left in partial sums, which the optimiser adds up in the training steps below.',
  cases: matmulShapes.map(shape => ({
    ...matmulCase(shape),
    peers: {
      ...jaxPeers(device => jaxMatmul(device, shape)),
      ...tfjsPeers(device => tfjsMatmul(device, shape)),
      ...torchPeers({ work: 'matmul', ...shape }),
    },
  })),
};
