import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { WebGpuBackend } from '../../../src/gpu/backends/webgpu/webgpu';
import type { AnyKernel } from '../../../src/gpu/kernel';
import { normaliseHeadsBackward } from '../../../src/gpu/kernels/attention/normalise_heads';
import { lanesOf } from '../../../src/gpu/kernels/lanes';
import { linearGlu } from '../../../src/gpu/kernels/matmul/linear_glu';
import { normLinear } from '../../../src/gpu/kernels/matmul/norm_linear';
import { normLinearConv } from '../../../src/gpu/kernels/matmul/norm_linear_conv';
import { normPositionsLinear } from '../../../src/gpu/kernels/matmul/norm_positions_linear';
import { headLayerNorm, headLayerNormBackward } from '../../../src/gpu/kernels/pointwise/head_layer_norm';
import { rmsNorm, rmsNormBackward } from '../../../src/gpu/kernels/pointwise/rms_norm';
import { bonusOutput, bonusOutputBackward } from '../../../src/gpu/kernels/scan/bonus_output';
import { deltaInputs, deltaInputsBackward } from '../../../src/gpu/kernels/scan/delta_inputs';
import { deltaScanGates } from '../../../src/gpu/kernels/scan/delta_scan_backward';
import { eraseInputs, eraseInputsBackward } from '../../../src/gpu/kernels/scan/erase_inputs';
import {
  gatedRmsNorm,
  gatedRmsNormBackward,
  gatedRmsNormParameters,
} from '../../../src/gpu/kernels/scan/gated_rms_norm';
import { headNorm, headNormBackward } from '../../../src/gpu/kernels/scan/head_norm';
import { matrixScanGates } from '../../../src/gpu/kernels/scan/matrix_scan_backward';
import { memoryOutput, memoryOutputBackward } from '../../../src/gpu/kernels/scan/memory_output';
import { softplusDecayBackward } from '../../../src/gpu/kernels/scan/softplus_decay';
import { stableGatesBackward } from '../../../src/gpu/kernels/scan/stable_gates';
import { crossEntropy } from '../../../src/gpu/kernels/training/cross_entropy';
import { sourceOf } from '../../../src/gpu/wgsl/shader';
import { gpuBackend, gpuDevice, withoutSubgroups } from '../../support/gpu';
import { runKernel } from '../../support/kernel';
import { expectClose, GRADIENT, randoms } from '../../support/numbers';
import { sizes } from '../../support/sizes';

interface Case {
  readonly kernel: AnyKernel;
  readonly dims: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}

/** Rows that fill no whole number of segments, and segments that fill no whole number of workgroups. */
const ROWS = 37;
const SEGMENT = 5;
const COPIES = Math.ceil(ROWS / SEGMENT);

/** All kernels whose rows invocations share, at a width of heads. */
function casesAt(width: number): Case[] {
  const rows = ROWS;
  const H = 3;
  const all = H * width;
  const eps = 0.1;
  const norm = { rows, H, V: width, stride: 2 * all + 1, z: all, gated: 1, eps };
  const heads = { rows, D: all, n: width, eps };
  const R = 2;
  const delta = { rows, H, K: width, R, stride: 6 * all, q: 0, k: all, b: 3 * all, a: 4 * all, decay: 1, most: 2 };
  const ofDelta = { d_stride: 6 * all, dq: 0, dk: all, db: 3 * all, da: 4 * all, segment: SEGMENT };
  const gated = { rows, E: all, H, G: 1, stride: 2 * all, x: all, z: 0 };
  const decay = { rows, H, stride: 8, x: 2, d_stride: 8, dx: 2, segment: width };
  const scan = { B: 1, L: rows, H, G: H, K: width, key_stride: 2 * all, q: 0, k: all };
  const memory = { rows, E: all, H, stride: 2 * all + H, u: 0, z: all, m: 2 * all };
  const ofMemory = { d_stride: 2 * all + H, du: 0, dz: all, dm: 2 * all, segment: SEGMENT };
  const [n, values] = [rows * all, rows * 6 * all];
  const shown = { sums: n + rows * H, values: 2 * n + rows * H, weight: all, skip: all };
  const erase = { rows, H, K: width, stride: 3 * all + 1 };
  const ofErase = { values: rows * erase.stride, vectors: 3 * all, gated: 4 * n + rows * H };
  const ofBonus = { y: n, gated: ofErase.gated, weight: all, bias: all };
  return [
    { kernel: eraseInputs, dims: erase, counts: { ...ofErase, keys: 4 * n, gates: n } },
    {
      kernel: eraseInputsBackward,
      dims: { ...erase, d_stride: 3 * all, segment: SEGMENT },
      counts: {
        ...{ ...ofErase, dkeys: 4 * n, dgates: n, dgated: ofErase.gated },
        ...{ dvalues: 3 * n, dvectors: COPIES * 3 * all },
      },
    },
    { kernel: bonusOutput, dims: { rows, D: all, H, eps }, counts: { ...ofBonus, out: n } },
    {
      kernel: bonusOutputBackward,
      dims: { rows, D: all, H, eps, segment: SEGMENT },
      counts: { ...ofBonus, dout: n, dgated: ofErase.gated, dweight: COPIES * all, dbias: COPIES * all },
    },
    { kernel: headNorm, dims: norm, counts: { y: n, values, weight: width, out: n } },
    {
      kernel: headNormBackward,
      dims: { ...norm, d_stride: all, dz: 0, segment: SEGMENT },
      counts: { y: n, values, weight: width, dout: n, dy: n, dvalues: n, dweight: COPIES * all },
    },
    { kernel: headLayerNorm, dims: { ...heads, has_residual: 1 }, counts: { x: n, weight: all, residual: n, out: n } },
    {
      kernel: headLayerNormBackward,
      dims: { ...heads, segment: SEGMENT },
      counts: { x: n, weight: all, dout: n, dx: n, dweight: COPIES * all },
    },
    {
      kernel: deltaInputs,
      dims: delta,
      counts: { values, A_log: H, bias: H, keys: n * (1 + R), gates: rows * (1 + R) * H },
    },
    {
      kernel: deltaInputsBackward,
      dims: { ...delta, ...ofDelta },
      counts: {
        ...{ values, A_log: H, bias: H, dkeys: n * (1 + 2 * R), dgates: rows * (1 + R) * H },
        ...{ dvalues: values, dA_log: COPIES * H, dbias: COPIES * H },
      },
    },
    {
      kernel: normaliseHeadsBackward,
      dims: { rows, D: all, heads: H, eps: 3 },
      counts: { sums: n + rows * H, y: n, dy: n, dsums: n + rows * H },
    },
    {
      kernel: gatedRmsNorm,
      dims: { ...gated, eps },
      counts: { y: n, values, skip: H, weight: all, out: n, scale: rows },
    },
    {
      kernel: gatedRmsNormBackward,
      dims: { ...gated, d_stride: 2 * all, dx: all, dz: 0 },
      counts: { y: n, values, skip: H, weight: all, scale: rows, dout: n, dy: n, dvalues: 2 * n },
    },
    {
      kernel: gatedRmsNormParameters,
      dims: { ...gated, segment: SEGMENT },
      counts: { y: n, values, skip: H, scale: rows, dout: n, dy: n, dskip: COPIES * H, dweight: COPIES * all },
    },
    {
      kernel: softplusDecayBackward,
      dims: decay,
      counts: {
        ...{ values: 8 * rows, bias: H, A_log: H, gates: 2 * rows * H, dgates: 2 * rows * H, dvalues: 8 * rows },
        ...{ dbias: Math.ceil(rows / width) * H, dA_log: Math.ceil(rows / width) * H },
      },
    },
    {
      kernel: matrixScanGates,
      dims: scan,
      counts: { keys: 2 * n, gates: 2 * rows * H, dkeys: 2 * n, dgates: 2 * rows * H },
    },
    {
      kernel: stableGatesBackward,
      dims: { ...scan, cell_stride: 2 * H, cell: 0, d_stride: H, dm: 0 },
      counts: {
        ...{ keys: 2 * n, gates: 2 * rows * H, dkeys: 2 * n, cells: 2 * rows * H },
        ...{ drows: rows * H, dsums: 2 * rows * H, later: 2 * H },
      },
    },
    {
      kernel: deltaScanGates,
      dims: { B: 1, L: rows, H, V: width, R, value_stride: R * all, v: 0 },
      counts: {
        ...{ values: R * n, gates: rows * (1 + R) * H, y: n, dy: n },
        ...{ errors: R * n, derrors: R * n, dgates: rows * (1 + R) * H },
      },
    },
    { kernel: memoryOutput, dims: memory, counts: { ...shown, out: n } },
    {
      kernel: memoryOutputBackward,
      dims: { ...memory, ...ofMemory },
      counts: { ...shown, dout: n, dvalues: 2 * n + rows * H, dweight: COPIES * all, dskip: COPIES * all },
    },
    { kernel: rmsNorm, dims: { rows, D: width, eps }, counts: { x: n, weight: all, y: rows * width } },
    {
      kernel: rmsNormBackward,
      dims: { rows, D: width, eps },
      counts: { x: n, weight: all, dy: n, dx: rows * width, dweight: width },
    },
    {
      kernel: crossEntropy,
      dims: { rows, V: width, training: 1 },
      counts: { targets: rows, scoring: 1, logits: rows * width, losses: 2 * rows },
    },
  ];
}

/** Products of few rows: five columns, so that one of the second four exists. */
function productsAt(width: number): Case[] {
  const [rows, columns, eps] = [2, 5, 0.1];
  const [n, values, all] = [rows * columns, rows * width, columns * width];
  const norm = { x: values, weight: width };
  const [E, K, stride] = [3, 4, columns + 3];
  return [
    ...[0, 1].map(gated => ({
      kernel: normLinear,
      dims: { rows, columns, inner: width, c_stride: columns, c_offset: 0, has_bias: 1, has_residual: 1, gated, eps },
      counts: { ...norm, b: 2 * all, bias: columns, residual: n, c: n },
    })),
    {
      kernel: linearGlu,
      dims: { rows, D: columns, inner: width },
      counts: { a: values, b: 2 * all, bias: 2 * columns, residual: n, c: n },
    },
    {
      kernel: normPositionsLinear,
      dims: { B: rows, D: width, columns, places: 1, waves: 0, eps },
      counts: { ...norm, positions: width, cursor: 4, b: all, c: n },
    },
    {
      kernel: normLinearConv,
      dims: { B: rows, D: width, E, K, columns, stride, c: 0, x: 1, u: columns, eps },
      counts: {
        ...{ input: values, weight: width, b: all, taps: E * K, bias: E },
        ...{ state: rows * E * (K - 1), rows: rows * stride },
      },
    },
  ];
}

function buffersOf({ kernel, counts }: Case, width: number): Record<string, Float64Array | Int32Array> {
  return Object.fromEntries(
    Object.keys(kernel.buffers).map((name, order) => {
      const count = counts[name] ?? 0;
      const integers = name === 'targets' || name === 'cursor';
      const given = integers ? Int32Array.from({ length: count }, (_, i) => i % width) : randoms(count, order);
      return [name, given];
    }),
  );
}

async function expectTwins(backend: Backend, width: number): Promise<void> {
  for (const each of [...casesAt(width), ...productsAt(width)]) {
    const { kernel, dims } = each;
    const expected = await runKernel(new TwinBackend(), kernel, buffersOf(each, width), dims);
    const actual = await runKernel(backend, kernel, buffersOf(each, width), dims);
    for (const [name, use] of Object.entries(kernel.buffers)) {
      if (use === 'read' || use === 'scratch') continue;
      expectClose(actual.get(name) ?? [], expected.get(name) ?? [], GRADIENT, `${kernel.name}.${name} of ${width}`);
    }
  }
}

/** One lane, two, a quad, more quads than one, and widths that lanes do not divide. */
const WIDTHS = [3, 7, 16, 23, 70];

/** A device as any, but what it compiles swaps other invocations of a quad. */
function twisted(device: GPUDevice): GPUDevice {
  return new Proxy(device, {
    get(target, name) {
      if (name === 'createShaderModule') {
        return (descriptor: GPUShaderModuleDescriptor) =>
          target.createShaderModule({ ...descriptor, code: descriptor.code.replaceAll('quadSwapX(', 'quadSwapY(') });
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('kernels whose rows invocations share', () => {
  it('at these widths have 1, 2, 4, 8, and 16 of them, and two forms', () => {
    expect(new Set(WIDTHS.map(lanesOf))).toEqual(new Set([1, 2, 4, 8, 16]));
    for (const { kernel } of [...casesAt(3), ...productsAt(3)]) {
      expect(sourceOf(kernel, true)).toMatch(/^enable subgroups;\n[\s\S]*quadSwap/);
      expect(sourceOf(kernel)).not.toMatch(/subgroups|quadSwap/);
    }
  });

  it.each(sizes([7, 23], [3, 16, 70]))('of %i are as their twins on a device with subgroups', async width => {
    expect((await gpuDevice()).features.has('subgroups')).toBe(true);
    await expectTwins(await gpuBackend(), width);
  });

  it.each(sizes([16], [3, 7, 23, 70]))('of %i are as their twins on a device without subgroups', width =>
    withoutSubgroups(backend => expectTwins(backend, width)),
  );

  it('run without subgroups where neighbours make no quad', () =>
    gpuDevice().then(device => expectTwins(new WebGpuBackend(twisted(device)), 23)));
});
