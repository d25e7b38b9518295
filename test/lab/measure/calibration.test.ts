import { expect, test } from 'vitest';
import { Tape } from '../../../src/autodiff/tape';
import { WebGpuBackend } from '../../../src/gpu/backends/webgpu/webgpu';
import type { Dispatch } from '../../../src/gpu/dispatch';
import type { AnyKernel, Variant } from '../../../src/gpu/kernel';
import { table } from '../../../src/gpu/kernel_table';
import { matmulNn, matmulNt, matmulTn } from '../../../src/gpu/kernels/matmul/matmul';
import { agreesWithTwin } from '../../../src/gpu/variant_check';
import { preferenceKey, withVariant } from '../../../src/gpu/variants';
import { calibrate, usualModels, variedDispatches } from '../../../src/lab/measure/calibration';
import { Stopped } from '../../../src/lab/measure/measure_cases';
import { defineModel } from '../../../src/models/model';
import { gpuBackend, gpuDevice } from '../../support/gpu';
import { runKernel } from '../../support/kernel';

const adapter = { subgroups: true };
const always = (): boolean => true;
const never = (): boolean => false;

const tiny = {
  model: defineModel({ vocab_size: 8, d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] }),
  shape: { B: 1, L: 16 },
};

/** The shader of y = 2 x. A loop of `turns` · n turns, which changes no value, makes it slow. */
function doubling(turns: number): string {
  return `
struct Dims { n: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= dims.n) { return; }
  var value = x[id.x];
  for (var turn = 0u; turn < ${turns}u * dims.n; turn++) { value = value * -1.0; }
  y[id.x] = 2.0 * value;
}`;
}

const quick: Variant = {
  name: 'doubling_quick',
  source: doubling(0),
  runs: () => true,
  suits: () => false,
  grid: ({ n = 0 }) => [Math.ceil(n / 64), 1, 1],
};

const wrong: Variant = { ...quick, name: 'doubling_wrong', source: doubling(0).replace('2.0 *', '3.0 *') };

function doublingDispatch(variants: readonly Variant[]): Dispatch {
  const kernel: AnyKernel = {
    name: 'doubling',
    source: doubling(20_000),
    buffers: { x: 'read', y: 'write' },
    dims: { n: 'u32' },
    grid: quick.grid,
    variants,
    probe: () => ({ dims: { n: 64 }, elements: { x: 64, y: 64 } }),
    shapeClass: ({ n }) => String(n),
    reference({ x, y }, { n = 0 }) {
      for (let i = 0; i < n; i++) if (x && y) y[i] = 2 * (x[i] ?? 0);
    },
  };
  const tape = new Tape({ training: false });
  return { kernel, buffers: { x: tape.tensor('x', [64]), y: tape.tensor('y', [64]) }, dims: { n: 64 } };
}

test('the faster of two forms is chosen', async () => {
  const [choice] = await calibrate(await gpuBackend(), adapter, [doublingDispatch([quick])], always, never);
  expect(choice).toMatchObject({ key: 'doubling 64', usual: 'doubling', chosen: 'doubling_quick' });
  expect(choice?.chosenMilliseconds).toBeLessThan(choice?.usualMilliseconds ?? 0);
});

test('a form that disagrees with the twin is not timed, however fast', async () => {
  const backend = await gpuBackend();
  expect(await calibrate(backend, adapter, [doublingDispatch([wrong])], always, never)).toEqual([]);
  const [choice] = await calibrate(backend, adapter, [doublingDispatch([wrong, quick])], always, never);
  expect(choice?.chosen).toBe('doubling_quick');
});

test.each([
  ['that is wrong', 'doubling_wrong'],
  ['that nobody knows', 'doubling_sideways'],
  ['that is right', 'doubling_quick'],
])('a remembered form %s does no harm', async (_, name) => {
  const backend = new WebGpuBackend(await gpuDevice(), new Map([['doubling 64', name]]));
  const { kernel, dims } = doublingDispatch([wrong, quick]);
  const x = Float64Array.from({ length: 64 }, (_, i) => i);
  const results = await runKernel(backend, kernel, { x, y: new Float64Array(64) }, dims);
  expect([...(results.get('y') ?? [])]).toEqual([...x].map(value => 2 * value));
});

test('the winning form in the training of a small model agrees with its twin', async () => {
  const backend = await gpuBackend();
  const dispatches = [matmulNn, matmulTn].flatMap(wanted =>
    variedDispatches([tiny])
      .filter(({ kernel }) => kernel === wanted)
      .slice(0, 1),
  );
  const choices = await calibrate(backend, adapter, dispatches, always, never);
  expect(choices.length).toBe(2);
  for (const { key, usual, chosen } of choices) {
    const dispatch = dispatches.find(({ kernel, dims }) => preferenceKey(kernel, dims) === key);
    if (!dispatch) throw new Error(`no dispatch has the key '${key}'`);
    for (const name of [usual, chosen]) {
      if (name === dispatch.kernel.name) continue;
      const variant = dispatch.kernel.variants?.find(candidate => candidate.name === name);
      if (!variant) throw new Error(`'${name}' is no variant of ${dispatch.kernel.name}`);
      expect(variant.runs(dispatch.dims, adapter)).toBe(true);
      expect(await agreesWithTwin(backend, withVariant(dispatch.kernel, variant), dispatch.dims)).toBe(true);
    }
  }
});

test('no time left: no choice; stopped: no result', async () => {
  const backend = await gpuBackend();
  const dispatches = variedDispatches([tiny]);
  expect(await calibrate(backend, adapter, dispatches, never, never)).toEqual([]);
  await expect(calibrate(backend, adapter, dispatches, always, always)).rejects.toThrow(Stopped);
});

test('calibration tries shapes of kernels with variants, each class once', () => {
  const dispatches = variedDispatches(usualModels());
  const keys = dispatches.map(({ kernel, dims }) => preferenceKey(kernel, dims));
  expect(new Set(keys).size).toBe(keys.length);
  expect(dispatches.every(({ kernel }) => kernel.variants !== undefined && table.includes(kernel))).toBe(true);
  expect(dispatches.some(({ kernel }) => kernel === matmulNt)).toBe(true);
});
