import { matmulCase, matmulShapes } from '../../src/lab/measure/matmul';
import { jaxMatmul } from '../peers/jax';
import { tfjsMatmul } from '../peers/tfjs';
import type { BenchFamily } from './case';

export const matmul: BenchFamily = {
  name: 'matmul',
  title: 'Matrix products',
  cases: matmulShapes.map(shape => ({
    ...matmulCase(shape),
    peers: {
      '@jax-js/jax': () => jaxMatmul(shape),
      '@tensorflow/tfjs': () => tfjsMatmul(shape),
    },
  })),
};
