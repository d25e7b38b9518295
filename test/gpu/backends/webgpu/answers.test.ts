import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeGpu } from '../../../../headless/node_gpu';
import { type PlacedDispatch, wholeOf } from '../../../../src/gpu/backend';
import { Answers } from '../../../../src/gpu/backends/webgpu/answers';
import { openDevice } from '../../../../src/gpu/backends/webgpu/device';
import { WebGpuBackend } from '../../../../src/gpu/backends/webgpu/webgpu';
import { peakCopy } from '../../../../src/gpu/kernels/peak/peak';
import { lateDevice } from '../../../support/late_device';

const QUADS = 2 ** 17;
const BYTES = 16 * QUADS;

async function copying(backend: WebGpuBackend): Promise<PlacedDispatch> {
  const source = wholeOf(await backend.allocate('source', 'f32', BYTES));
  const destination = wholeOf(await backend.allocate('destination', 'f32', BYTES));
  backend.write(source, Float32Array.of(7));
  return {
    dispatch: { kernel: peakCopy, buffers: {}, dims: { quads: QUADS } },
    views: { source, destination },
    accumulate: 0,
  };
}

describe('a device that answers at a submit only', () => {
  let real: GPUDevice;
  beforeAll(async () => {
    real = (await openDevice(await nodeGpu())).device;
  });
  afterAll(() => real.destroy());

  it('answers every wait of the backend soon: opening, compiling, reading, settling, and room for more', async () => {
    const { device } = lateDevice(real);
    const backend = new WebGpuBackend(device);
    await backend.calibrate();
    const placed = await copying(backend);
    const { destination } = placed.views;
    const replay = await backend.prepare([placed]);
    // Far more than is in flight at once, so that submits wait for each other.
    await backend.submit(Array.from({ length: 32 }, () => replay));
    if (!destination) throw new Error('the copy has no destination');
    expect((await backend.read({ ...destination, bytes: 4 }))[0]).toBe(7);
    await backend.settled();
    const started = performance.now();
    for (let i = 0; i < 20; i++) {
      await backend.settled();
      await backend.read({ ...destination, bytes: 4 });
    }
    // Forty answers of a timer would take four seconds.
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('is given nothing once every answer is there', async () => {
    const { device, emptySubmits } = lateDevice(real);
    const backend = new WebGpuBackend(device);
    await backend.calibrate();
    const before = emptySubmits();
    expect(before).toBeGreaterThan(0);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(emptySubmits()).toBe(before);
  });
});

it('a queue that answers by itself is given nothing', async () => {
  let submits = 0;
  const queue = {
    submit() {
      submits++;
      return undefined;
    },
    onSubmittedWorkDone: async () => undefined,
  };
  const answers = new Answers(queue);
  await answers.learn();
  await answers.to(queue.onSubmittedWorkDone());
  expect(submits).toBe(0);
});
