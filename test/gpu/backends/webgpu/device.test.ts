import { expect, test } from 'vitest';
import { nodeGpu } from '../../../../headless/node_gpu';
import { NoDeviceError, openDevice } from '../../../../src/gpu/backends/webgpu/device';

/** A browser that gives no adapter the first `missing` times. */
async function slowToRecover(missing: number): Promise<{ gpu: GPU; asked: () => number }> {
  const real = await nodeGpu();
  let asked = 0;
  const gpu: GPU = Object.create(real, {
    requestAdapter: {
      value: async (options: GPURequestAdapterOptions) => (asked++ < missing ? null : real.requestAdapter(options)),
    },
  });
  return { gpu, asked: () => asked };
}

const pauses = [1, 1, 1];

test('a browser that has no adapter for a moment is asked again', async () => {
  const { gpu, asked } = await slowToRecover(3);
  const { device } = await openDevice(gpu, pauses);
  expect(asked()).toBe(4);
  device.destroy();
});

test('a browser that has none after all attempts is given up', async () => {
  const { gpu, asked } = await slowToRecover(100);
  await expect(openDevice(gpu, pauses)).rejects.toThrow(NoDeviceError);
  expect(asked()).toBe(4);
});
