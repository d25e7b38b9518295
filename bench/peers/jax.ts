import { blockUntilReady, defaultDevice, init, jit, numpy as np } from '@jax-js/jax';
import type { MatmulShape } from '../../src/lab/measure/matmul';
import type { Subject } from '../../src/lab/measure/subject';

export type JaxDevice = 'webgpu' | 'wasm';

const found = new Map<JaxDevice, Promise<readonly string[]>>();

/** Puts jax-js on a device. Throws if that is impossible. */
export async function openJax(device: JaxDevice): Promise<void> {
  const devices = await (found.get(device) ?? init(device));
  found.set(device, Promise.resolve(devices));
  if (!devices.includes(device)) throw new Error(`jax-js has no ${device} here`);
  defaultDevice(device);
}

/** Numbers in [-1, 1). */
export function jaxNumbers(shape: readonly number[], scale = 1): np.Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return np.array(Float32Array.from({ length: size }, (_, i) => scale * Math.sin(i + 1))).reshape([...shape]);
}

/** The two factors, in the layout that suits jax-js best, without needless transposes. */
function factors({ M, K, N, product }: MatmulShape): {
  a: number[];
  b: number[];
  multiply: (a: np.Array, b: np.Array) => np.Array;
} {
  switch (product) {
    case 'forward':
      return { a: [M, K], b: [K, N], multiply: (x, w) => np.matmul(x, w) };
    case 'input gradient':
      return { a: [M, N], b: [K, N], multiply: (dy, w) => np.matmul(dy, np.matrixTranspose(w)) };
    case 'weight gradient':
      return { a: [M, K], b: [M, N], multiply: (x, dy) => np.matmul(np.matrixTranspose(x), dy) };
    default:
      return product satisfies never;
  }
}

export async function jaxMatmul(device: JaxDevice, shape: MatmulShape): Promise<Subject> {
  await openJax(device);
  const { a, b, multiply } = factors(shape);
  const left = jaxNumbers(a);
  const right = jaxNumbers(b);
  // Each product takes the previous one as an unused argument, so that waiting for the last waits for all.
  const next = jit((x: np.Array, y: np.Array, before: np.Array) => {
    before.dispose();
    return multiply(x, y);
  });
  // Compiled here, off the clock.
  const first = next(left.ref, right.ref, multiply(left.ref, right.ref));
  await blockUntilReady(first);
  first.dispose();
  return {
    rewind: () => openJax(device),
    async run(times) {
      let product = multiply(left.ref, right.ref);
      for (let i = 1; i < times; i++) product = next(left.ref, right.ref, product);
      await blockUntilReady(product);
      product.dispose();
    },
    facts: () => ({}),
    destroy() {
      left.dispose();
      right.dispose();
      next.dispose();
    },
  };
}
