// The order matters: the gradients and the methods of tensors need the core's flags.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-backend-webgpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import type { MatmulShape } from '../../src/lab/measure/matmul';
import type { Subject } from '../../src/lab/measure/subject';

export type TfjsDevice = 'webgpu' | 'wasm';

// It wants an address of each, and takes the last where it can.
setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});
setThreadsCount(navigator.hardwareConcurrency);

/** Puts tfjs on a device. Throws if that is impossible. */
export async function openTfjs(device: TfjsDevice): Promise<void> {
  if (tf.getBackend() === device) return;
  if (!(await tf.setBackend(device))) throw new Error(`tfjs has no ${device} here`);
  await tf.ready();
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

export async function tfjsMatmul(device: TfjsDevice, shape: MatmulShape): Promise<Subject> {
  await openTfjs(device);
  const { a, b, turnA, turnB } = factors(shape);
  const left = numbers(a);
  const right = numbers(b);
  return {
    rewind: () => openTfjs(device),
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
