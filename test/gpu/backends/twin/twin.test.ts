import { expect, test, vi } from 'vitest';
import { type Backend, type Replay, wholeOf } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { BYTES } from '../../../../src/gpu/dtype';
import { peakFma } from '../../../../src/gpu/kernels/peak/peak';
import { openBackend } from '../../../../src/lab/worker/open_backend';
import type { Event } from '../../../../src/lab/worker/protocol';
import { type DeviceOpener, WorkerHost } from '../../../../src/lab/worker/worker_host';
import { noGpu } from '../../../support/wasm';

const dims = { invocations: 64, scale: 1, shift: 0, chains: 1, iterations: 1 };

async function prepared(backend: Backend, work: number): Promise<Replay> {
  const sums = await backend.allocate('sums', 'f32', dims.invocations * BYTES.f32);
  const dispatch = { kernel: { ...peakFma, work: () => work }, buffers: {}, dims };
  return backend.prepare([{ dispatch, views: { sums: wholeOf(sums) }, accumulate: 0 }]);
}

async function run(backend: Backend, work: number): Promise<void> {
  await backend.submit([await prepared(backend, work)]);
}

test('a slow twin is announced before it begins, for every caller', async () => {
  const announced: number[] = [];
  const backend = new TwinBackend(seconds => announced.push(seconds));
  await run(backend, 1000);
  expect(announced).toEqual([]);
  await run(backend, 2e8);
  expect(announced).toEqual([2]);
});

test('after work that took longer than estimated, the next is announced with more patience', async () => {
  const announced: number[] = [];
  const backend = new TwinBackend(seconds => announced.push(seconds));
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 600_000));
  await run(backend, 2e8);
  await run(backend, 2e8);
  clock.mockRestore();
  expect(announced).toEqual([2, 600]);
});

test('work of short estimates is announced once such work has been slow, and each by what it took itself', async () => {
  const announced: number[] = [];
  const backend = new TwinBackend(seconds => announced.push(seconds));
  const [first, second] = [await prepared(backend, 1e7), await prepared(backend, 1.5e7)];
  let took = 30_000;
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += took));
  await backend.submit([first]);
  expect(announced, 'the estimate is 100 ms').toEqual([]);
  await backend.submit([second]);
  expect(announced, 'its estimate is half as long again').toEqual([45]);
  took = 300;
  await backend.submit([second]);
  await backend.submit([second]);
  clock.mockRestore();
  expect(announced).toEqual([45, 30, 0.3]);
});

test('the page learns how long the twins may be silent', async () => {
  const events: Event[] = [];
  const opened = new Promise<Backend>(resolve => {
    const open: DeviceOpener = async options => {
      const device = await openBackend(noGpu, options);
      resolve(device.backend);
      return device;
    };
    const host = new WorkerHost(
      open,
      event => events.push(event),
      async () => '',
    );
    host.receive({ type: 'open', choice: { backend: 'twin' } });
  });
  await run(await opened, 2e8);
  expect(events).toContainEqual({ type: 'tick', busy: 40 });
});
