import { describe, expect, it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { type Backend, partOf, wholeOf } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { BYTES, decode, encode } from '../../src/gpu/dtype';
import { halfOf, valueOfHalf } from '../../src/gpu/float16';
import { defineKernel } from '../../src/gpu/kernel';
import { copy, firstElements } from '../../src/gpu/kernels/pointwise/copy';
import { planMemory } from '../../src/gpu/memory';
import { Plan } from '../../src/gpu/plan';
import { gpuBackend, gpuDevice } from '../support/gpu';

const backends = { cpu: async () => new TwinBackend(), webgpu: gpuBackend } satisfies Record<
  string,
  () => Promise<Backend>
>;

const twice = defineKernel({
  name: 'twice',
  source: `struct Dims { n: u32 }
@group(0) @binding(0) var<uniform> dims: Dims;
@group(0) @binding(1) var<storage, read> x: array<f16>;
@group(0) @binding(2) var<storage, read_write> y: array<f16>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < dims.n) {
    y[id.x] = 2.0h * x[id.x];
  }
}
`,
  buffers: { x: 'read', y: 'write' },
  halves: ['x', 'y'],
  dims: { n: 'u32' },
  grid: ({ n }) => [Math.ceil(n / 64), 1, 1],
  reference({ x, y }, { n }) {
    for (let i = 0; i < n; i++) y[i] = 2 * x[i];
  },
});

describe('f16', () => {
  it('comes back from its number, for every f16', () => {
    const all = Array.from({ length: 2 ** 16 }, (_, bits) => bits);
    const values = all.filter(bits => !Number.isNaN(valueOfHalf(bits)));
    expect(values.filter(bits => halfOf(valueOfHalf(bits)) !== bits)).toEqual([]);
    expect(values.length).toBeGreaterThan(63_000);
    expect(halfOf(Number.NaN)).toBe(0x7e00);
  });

  it('is the nearest to a number, ties to even', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x7bff; bits++) {
      const middle = (valueOfHalf(bits) + valueOfHalf(bits + 1)) / 2;
      const found = [middle, -middle * (1 - 2 ** -40), middle * (1 + 2 ** -40)].map(halfOf);
      const expected = [bits + (bits % 2), 0x8000 + bits, bits + 1];
      if (found.some((half, i) => half !== expected[i])) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
    expect([65519.9, 65520, -1e300].map(halfOf)).toEqual([0x7bff, 0x7c00, 0xfc00]);
  });

  it('holds the numbers of a host in memory, and gives them back', () => {
    const given = Float64Array.of(0.1, -3, 1e-9);
    expect([...decode('f16', new Uint16Array(encode('f16', given)).buffer)]).toEqual([0.0999755859375, -3, 0]);
    expect([...encode('f32', given)]).toEqual([...Float32Array.from(given)]);
    expect(encode('f64', given)).toBe(given);
  });
});

describe.each(Object.entries(backends))('on %s', (kind, open) => {
  it('a memory has the bytes of its dtype, and what is written comes back', async () => {
    const backend = await open();
    for (const dtype of ['f16', 'f32', 'i32'] as const) {
      const { bytes } = backend.counters;
      const memory = await backend.allocate(dtype, dtype, 64 * BYTES[dtype]);
      expect(backend.counters.bytes - bytes).toBe(64 * BYTES[dtype]);
      backend.write(
        wholeOf(memory),
        Float32Array.from({ length: 64 }, (_, i) => i - 5),
      );
      expect([...(await backend.read(partOf(wholeOf(memory), 2, 4)))]).toEqual([-3, -2, -1, 0]);
      backend.free(memory);
    }
    const half = wholeOf(await backend.allocate('half', 'f16', 3 * BYTES.f16));
    backend.write(half, Float64Array.of(0.1, 2, 3));
    expect((await backend.read(half))[0]).toBeCloseTo(0.1, 3);
    expect([...(await backend.read(half))].slice(1)).toEqual([2, 3]);
    backend.free(half.memory);
  });

  it('a plan holds f16, and a kernel that reads it runs where the device can, and is refused in words elsewhere', async () => {
    const backend = await open();
    const tape = new Tape({ training: false });
    const [x, y] = [tape.tensor('x', [3], 'persistent', 'f16'), tape.tensor('y', [3], 'activation', 'f16')];
    tape.run(twice, { x, y }, { n: 3 });
    const { bytes } = backend.counters;
    const made = Plan.make(backend, { lists: { once: tape.forward }, placed: () => undefined });
    if (kind === 'webgpu' && !(await gpuDevice()).features.has('shader-f16')) {
      await expect(made).rejects.toThrow("twice reads f16, for which this device has no 'shader-f16'");
      expect(backend.counters.bytes).toBe(bytes);
      return;
    }
    const plan = await made;
    expect(plan.view(y).bytes).toBe(6);
    plan.write(x, Float32Array.of(1, -2.5, 3));
    await plan.run(['once']);
    expect([...(await plan.read(y))]).toEqual([2, -5, 6]);
    plan.destroy();
  });
});

it('WebGPU has no f64, and says so by name; the twins have it', async () => {
  await expect((await gpuBackend()).allocate('wide', 'f64', 64)).rejects.toThrow("'wide' is f64");
  const backend = new TwinBackend();
  const wide = wholeOf(await backend.allocate('wide', 'f64', 2 * BYTES.f64));
  backend.write(wide, Float64Array.of(1 / 3, 2 / 3));
  expect([...(await backend.read(wide))]).toEqual([1 / 3, 2 / 3]);
});

it('a kernel is never given a dtype that its shader does not read', () => {
  const tape = new Tape({ training: false });
  const [half, full] = [tape.tensor('half', [3], 'persistent', 'f16'), tape.tensor('full', [3], 'persistent')];
  tape.run(copy, { source: half, destination: full }, firstElements(3));
  expect(() => planMemory(tape.forward)).toThrow("copy: 'half' (source) is f16, which the shader does not read");
  expect(() => planMemory([{ kernel: twice, buffers: { x: half, y: full }, dims: { n: 3 } }])).toThrow(
    "'full' (y) is f32",
  );
});

it('activations share memory with their own dtype only', () => {
  const tape = new Tape({ training: false });
  const [a, b, c] = [tape.tensor('a', [8]), tape.tensor('b', [8], 'activation', 'f16'), tape.tensor('c', [8])];
  const dims = firstElements(8);
  const one = tape.constant('one', [8], new Float32Array(8));
  const half = tape.tensor('half', [8], 'persistent', 'f16');
  tape.run(copy, { source: one, destination: a }, dims);
  tape.run(twice, { x: half, y: b }, { n: 8 });
  tape.run(copy, { source: one, destination: c }, dims);
  const { slots, slotOf } = planMemory(tape.forward);
  expect(slots.map(({ dtype, bytes }) => [dtype, bytes])).toEqual([
    ['f32', 32],
    ['f16', 16],
  ]);
  expect(slotOf.get(a.id)).toBe(slotOf.get(c.id));
});
