import { describe, expect, it } from 'vitest';
import { adapterFacts, isSoftware } from '../../../../src/gpu/backends/webgpu/device';
import { WebGpuBackend } from '../../../../src/gpu/backends/webgpu/webgpu';
import type { AdapterFacts, AnyKernel } from '../../../../src/gpu/kernel';
import { matmulNn, matmulNt, matmulTn } from '../../../../src/gpu/kernels/matmul/matmul';
import { chooseVariant, preferenceKey } from '../../../../src/gpu/variants';
import { gpuDevice } from '../../../support/gpu';
import { runKernel } from '../../../support/kernel';
import { randoms } from '../../../support/numbers';
import { expectAgreement, expectDistrust, narrow, probedVariants, probeOf } from '../../../support/variant_probe';

const capable: AdapterFacts = { subgroups: true };
const plain: AdapterFacts = { subgroups: false };

function nt(rows: number, columns: number, inner: number, extra: Readonly<Record<string, number>> = {}) {
  const strides = { a_stride: inner, a_offset: 0, c_stride: columns, c_offset: 0 };
  return { rows, columns, inner, ...strides, has_bias: 0, has_residual: 0, ...extra };
}

function tn(rows: number, columns: number, inner: number, extra: Readonly<Record<string, number>> = {}) {
  const strides = { a_stride: rows, a_offset: 0, b_stride: columns, b_offset: 0 };
  return { rows, columns, inner, ...strides, chunk: 256, has_bias: 0, ...extra };
}

const none: ReadonlySet<string> = new Set();

function chosen(kernel: AnyKernel, dims: Readonly<Record<string, number>>, adapter: AdapterFacts): string {
  return chooseVariant(kernel, dims, adapter, new Map(), none).name;
}

describe('the default choice', () => {
  it.each([
    ['with subgroups', capable],
    ['without', plain],
  ])('goes through workgroup memory %s', (_, adapter) => {
    expect(chosen(matmulNt, nt(4096, 256, 64), adapter)).toBe('matmul_nt_tiles');
  });

  it.each([
    ['few rows', matmulNt, nt(8, 256, 64), 'matvec_nt'],
    ['a row of an odd vocabulary', matmulNt, nt(1, 89, 64), 'matvec_nt'],
    ['few rows of odd length', matmulNt, nt(8, 256, 63), 'matmul_nt'],
    ['one row more', matmulNt, nt(9, 256, 64), 'matmul_nt'],
    ['half a tile of rows', matmulNt, nt(32, 256, 64), 'matmul_nt'],
    ['half a tile of columns', matmulNt, nt(1024, 32, 64), 'matmul_nt'],
    ['more than half a tile', matmulNt, nt(36, 36, 64), 'matmul_nt_tiles'],
    ['rows of an odd vocabulary', matmulNt, nt(1024, 89, 64), 'matmul_nt'],
    ['the same in wider rows', matmulNt, nt(4096, 89, 64, { c_stride: 92 }), 'matmul_nt_tiles'],
    ['with a residual', matmulNt, nt(1024, 89, 64, { c_stride: 92, has_residual: 1 }), 'matmul_nt'],
    ['an odd offset', matmulNt, nt(1024, 64, 64, { a_offset: 2 }), 'matmul_nt'],
    ['an inner length of 4', matmulNt, nt(4096, 2048, 4), 'matmul_nt_tiles'],
    ['an odd inner length', matmulNn, nt(4096, 64, 89, { a_stride: 92 }), 'matmul_nn_tiles'],
    ['in odd rows', matmulNn, nt(1024, 64, 89), 'matmul_nn'],
    ['a weight gradient', matmulTn, tn(256, 64, 4096), 'matmul_tn_tiles'],
    ['of an odd vocabulary in wider rows', matmulTn, tn(89, 64, 4096, { a_stride: 92 }), 'matmul_tn_tiles'],
    ['over 4 n rows', matmulTn, tn(64, 64, 1004), 'matmul_tn_tiles'],
    ['over an odd number of rows', matmulTn, tn(64, 64, 1001), 'matmul_tn'],
  ])('%s: $3', (_, kernel, dims, name) => {
    expect(chosen(kernel, dims, capable)).toBe(name);
  });

  it('skips variants that are distrusted', () => {
    const distrusted = new Set(['matmul_nt_tiles']);
    expect(chooseVariant(matmulNt, nt(1024, 256, 64), capable, new Map(), distrusted).name).toBe('matmul_nt_quad');
  });
});

describe('a preference', () => {
  const dims = nt(4096, 256, 64);

  function preferred(name: string, adapter = capable, distrusted = none): string {
    const preferences = new Map([[preferenceKey(matmulNt, dims), name]]);
    return chooseVariant(matmulNt, dims, adapter, preferences, distrusted).name;
  }

  it('wins over the default', () => {
    expect(preferred('matmul_nt_quad')).toBe('matmul_nt_quad');
    expect(preferred('matmul_nt')).toBe('matmul_nt');
    expect(preferred('matvec_nt')).toBe('matvec_nt');
  });

  it('does not win where it cannot run, was distrusted, or is unknown', () => {
    expect(preferred('matmul_nt_quad', plain)).toBe('matmul_nt_tiles');
    expect(preferred('matmul_nt_tiles', capable, new Set(['matmul_nt_tiles']))).toBe('matmul_nt_quad');
    expect(preferred('no such variant')).toBe('matmul_nt_tiles');
  });

  it('holds for sizes up to the same power of two, and no others', () => {
    const key = preferenceKey(matmulNt, nt(1024, 256, 64));
    expect(preferenceKey(matmulNt, nt(1000, 200, 60))).toBe(key);
    expect(preferenceKey(matmulNt, nt(1025, 256, 64))).not.toBe(key);
    expect(preferenceKey(matmulNn, nt(1024, 256, 64))).not.toBe(key);
  });
});

describe('the check against the twin', () => {
  const variants = probedVariants();

  it.each(variants)('%s passes', expectAgreement);

  it.each(variants)('%s needs no pipeline of its own', (name, variant) => {
    for (const dims of [
      narrow,
      { ...narrow, inner: 32, D: 64, heads: 4, K: 4, N: 16 },
      { ...narrow, inner: 512, D: 64, heads: 2, K: 7, N: 64 },
    ]) {
      const probe = probeOf(name, dims);
      expect(variant.constants?.(probe.probe.dims)).toEqual(variant.constants?.(dims));
    }
  });

  it.each(['matmul_nt_quad', 'matmul_nn_quad', 'matmul_tn_quad'])(
    '%s with another layout of quads does not pass, and the next variant is used',
    expectDistrust,
  );

  it('happens once for a device: preparing again makes no pipeline and runs nothing', async () => {
    const backend = new WebGpuBackend(await gpuDevice());
    const { dims, elements } = probeOf('matmul_nt_quad').probe;
    const buffers = Object.fromEntries(Object.entries(elements).map(([name, count], i) => [name, randoms(count, i)]));
    await runKernel(backend, matmulNt, { ...matmulNtBuffers, ...buffers }, { ...nt(1, 1, 1), ...dims });
    const { pipelines, submits } = backend.counters;
    await runKernel(backend, matmulNt, { ...matmulNtBuffers, ...buffers }, { ...nt(1, 1, 1), ...dims });
    expect(backend.counters.pipelines).toBe(pipelines);
    expect(backend.counters.submits).toBe(submits + 1);
  });
});

const matmulNtBuffers = {
  a: new Float64Array(4),
  b: new Float64Array(4),
  bias: new Float64Array(4),
  residual: new Float64Array(4),
  c: new Float64Array(4),
};

describe('openDevice', () => {
  it('asks for subgroups, and recognises SwiftShader as software', async () => {
    const device = await gpuDevice();
    expect(adapterFacts(device)).toEqual({ subgroups: device.features.has('subgroups') });
    expect(isSoftware(device)).toBe(device.adapterInfo.architecture === 'swiftshader');
    expect(device.features.has('subgroups')).toBe(true);
  });
});
