import { expect, test } from 'vitest';
import { loadedWith, pathTo } from '../support/source';

/** Files that run only in the worker. */
const ENGINE = /\.wgsl$|^src\/(shaders|autodiff|gpu\/(kernels|backends))\//;

test('no import of the page, at once or later, leads to the engine', () => {
  const page = loadedWith('src/main.tsx');
  expect(page.size).toBeGreaterThan(300);
  expect(page.has('src/lab/experiments/registry.ts')).toBe(true);
  const engine = [...page.keys()].filter(file => ENGINE.test(file));
  expect(engine.map(file => pathTo(file, page))).toEqual([]);
});

test('those of the worker do, so the walk sees static and lazy imports, and globs', () => {
  const worker = loadedWith('src/lab/worker/worker.ts');
  for (const file of [
    'src/gpu/backends/webgpu/webgpu.ts',
    'src/shaders/pointwise/copy.wgsl',
    'src/shaders/shared/grid.wgsl',
    'src/lab/worker/running_experiment.ts',
    'src/models/mixers/lstm/forward.ts',
  ])
    expect(worker.has(file), file).toBe(true);
  expect(pathTo('src/lab/experiments/registry.ts', worker)).toBe(
    'src/lab/worker/worker.ts -> src/lab/worker/worker_host.ts -> src/lab/worker/running_experiment.ts -> src/lab/experiments/registry.ts',
  );
});
