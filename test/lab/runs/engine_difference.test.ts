import { expect, test } from 'vitest';
import { engineDifference } from '../../../src/lab/runs/engine_difference';
import { madeUpRace } from '../../support/runs';

const kept = madeUpRace();

test.each([
  ['the same', {}, null],
  ['more threads', { threads: 4, adapter: 'CPU, 4 threads' }, null],
  [
    'another backend',
    { backend: 'webgpu', adapter: 'some GPU' },
    'It was trained on CPU, and it goes on with some GPU.',
  ],
  ['another build of WebAssembly', { wasmBuild: 'plain' }, 'another build of the kernels for the CPU'],
  ['another version', { build: 'b2' }, 'Another version of Unroll trained it.'],
  ['other kernels', { kernels: { a: 'b' } }, 'other kernels'],
] as const)('%s: says whether the bits are the same', (_, changes, words) => {
  const difference = engineDifference(kept.engine, { ...kept.engine, ...changes });
  if (words === null) expect(difference).toBeNull();
  else expect(difference).toContain(words);
});

test('another GPU, and an unknown version, may give other bits', () => {
  const gpu = { ...kept.engine, backend: 'webgpu', adapter: 'GPU 1', wasmBuild: null, threads: null } as const;
  expect(engineDifference(gpu, gpu)).toBeNull();
  expect(engineDifference(gpu, { ...gpu, adapter: 'GPU 2' })).toContain('Losses may differ in their last digits.');
  expect(engineDifference({ ...gpu, build: '' }, { ...gpu, build: '' })).toContain('Another version');
});
