// The order matters: the gradients and the methods of tensors need the core's flags.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { MatmulShape } from '../../src/lab/measure/matmul';
import type { Subject } from '../../src/lab/measure/subject';

/** Puts tfjs on WebGPU. Throws if that is impossible. */
export async function openTfjs(): Promise<void> {
  await tf.setBackend('webgpu');
  await tf.ready();
  if (!(tf.backend() instanceof WebGPUBackend)) throw new Error('tfjs found no WebGPU');
}

function numbers(shape: [number, number]): tf.Tensor2D {
  const values = Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(i + 1));
  return tf.tensor2d(values, shape);
}

/** The two factors, in the layout that suits tfjs best, without needless transposes. */
function factors({ M, K, N, product }: MatmulShape): {
  a: [number, number];
  b: [number, number];
  turnA: boolean;
  turnB: boolean;
} {
  switch (product) {
    case 'forward':
      return { a: [M, K], b: [K, N], turnA: false, turnB: false };
    case 'input gradient':
      return { a: [M, N], b: [K, N], turnA: false, turnB: true };
    case 'weight gradient':
      return { a: [M, K], b: [M, N], turnA: true, turnB: false };
    default:
      return product satisfies never;
  }
}

export async function tfjsMatmul(shape: MatmulShape): Promise<Subject> {
  await openTfjs();
  const { a, b, turnA, turnB } = factors(shape);
  const left = numbers(a);
  const right = numbers(b);
  return {
    async run(times) {
      for (let i = 1; i < times; i++) tf.matMul(left, right, turnA, turnB).dispose();
      const last = tf.matMul(left, right, turnA, turnB);
      await last.data();
      last.dispose();
    },
    facts: () => ({}),
    destroy: () => tf.dispose([left, right]),
  };
}
