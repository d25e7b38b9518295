import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SUBMIT_MILLISECONDS, Throughput } from '../../../../src/gpu/backends/webgpu/throughput';
import { cut, type Load } from '../../../../src/gpu/cut';

function load(kernel: string, sizes: string, work = 4e8): Load {
  return { kernel, shape: `${kernel} ${sizes}`, work, grid: [4000, 1, 1], steps: 0, unit: 1, apart: false };
}

let now = 0;

beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** An adapter with a clock of its own. Submits take their time one after the other. */
function adapter(throughput: Throughput) {
  const queue: { milliseconds: number; finish: () => void }[] = [];
  const longest = { milliseconds: 0 };

  async function finishFirst(): Promise<void> {
    const first = queue.shift();
    now += first?.milliseconds ?? 0;
    first?.finish();
    await new Promise(resolve => setImmediate(resolve));
  }

  /** `slow`: the factor by which it takes longer than the rate says. */
  async function run(each: Load, slow: number): Promise<void> {
    for (const submit of cut([each], throughput)) {
      let open = false;
      void Promise.resolve(throughput.room(submit.milliseconds)).then(() => {
        open = true;
      });
      await new Promise(resolve => setImmediate(resolve));
      while (!open) await finishFirst();
      const milliseconds = (submit.milliseconds / (submit.pieces[0]?.slowness ?? 1)) * slow;
      longest.milliseconds = Math.max(longest.milliseconds, milliseconds);
      throughput.began([each], submit, () => new Promise<void>(finish => queue.push({ milliseconds, finish })));
    }
    while (queue.length > 0) await finishFirst();
  }
  return { run, longest };
}

it.each([1, 4, 20, 50])(
  'a kernel that is %d times slower than the rate has short submits from the first on',
  async slow => {
    const throughput = new Throughput(true);
    const { run, longest } = adapter(throughput);
    await run(load('some', '1'), slow);
    expect(longest.milliseconds).toBeLessThan(1000);
    expect(throughput.longest).toBeCloseTo(longest.milliseconds, 0);
    expect(throughput.slowness(load('some', '1')) / slow).toBeCloseTo(1, 1);
    longest.milliseconds = 0;
    await run(load('some', '1'), slow);
    expect(longest.milliseconds).toBeLessThan(1.2 * SUBMIT_MILLISECONDS);
  },
);

it('work that was submitted before a speed was learned does not change it again', async () => {
  const throughput = new Throughput(true);
  const { run } = adapter(throughput);
  for (const [sizes, slow] of [
    ['slow', 30],
    ['fast', 1 / 4],
  ] as const) {
    for (let round = 0; round < 3; round++) await run(load('some', sizes), slow);
    expect(throughput.slowness(load('some', sizes)) / slow).toBeGreaterThan(0.9);
    expect(throughput.slowness(load('some', sizes)) / slow).toBeLessThan(1.2);
  }
});

it('fast sizes say nothing about sizes that were never timed', async () => {
  const throughput = new Throughput(true);
  const { run, longest } = adapter(throughput);
  for (let round = 0; round < 5; round++) await run(load('product', 'few'), 1 / 8);
  expect(throughput.slowness(load('product', 'few'))).toBeLessThan(1 / 4);
  longest.milliseconds = 0;
  await run(load('product', 'many'), 24);
  expect(longest.milliseconds).toBeLessThan(500);
  // Slow sizes do not change what it knows of fast ones.
  expect(throughput.slowness(load('product', 'few'))).toBeLessThan(1 / 4);
});
