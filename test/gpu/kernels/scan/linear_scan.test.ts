import { describe, expect, it } from 'vitest';
import { linearScan } from '../../../../src/autodiff/ops/linear_scan';
import { type Slice, slice } from '../../../../src/autodiff/slice';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { WebGpuBackend } from '../../../../src/gpu/backends/webgpu/webgpu';
import { linearScan as forwardKernel, linearScanBackward } from '../../../../src/gpu/kernels/scan/linear_scan';
import { linearScanEnds, linearScanStarts } from '../../../../src/gpu/kernels/scan/linear_scan_segments';
import { placeColumns, takeColumns } from '../../../support/columns';
import { gpuBackend, gpuDevice } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';
import { cutBy } from '../../../support/scan_case';

/** Where a, b, and h lie in the rows: other columns lie around them, or h takes the place of b. */
function placesOf(H: number, inPlace = false) {
  return { stride: 3 * H + 3, h: inPlace ? 2 * H + 2 : 1, a: H + 1, b: 2 * H + 2 };
}

interface Options {
  /** Tokens of a segment, all by default. */
  readonly segment?: number;
  readonly inPlace?: boolean;
  /** Whether it starts from an h that is not zero. */
  readonly carries?: boolean;
}

function scanCase([B, L, H]: readonly [number, number, number], options: Options = {}): OpCase {
  const { segment = L, inPlace = false, carries = false } = options;
  const shape = [B, L, H];
  return {
    inputs: { a: { shape, data: randoms(B * L * H, 1) }, b: { shape, data: randoms(B * L * H, 2) } },
    parameters: {},
    carried: carries ? { state: { shape: [B, H], data: randoms(B * H, 3) } } : undefined,
    record(tape, input, _, carried) {
      const at = placesOf(H, inPlace);
      const rows = tape.variable('rows', [B, L, at.stride]);
      const placed = (name: 'a' | 'b'): Slice => {
        placeColumns(tape, input(name), rows, at[name]);
        return slice(rows, at[name], H);
      };
      const state = carries ? carried('state') : undefined;
      linearScan(tape, { a: placed('a'), b: placed('b'), h: slice(rows, at.h, H), state, cut: cutBy(segment, L) });
      return { h: takeColumns(tape, rows, at.h, H) };
    },
  };
}

const cases = [
  // B, L, H, steps of a segment
  [1, 1, 1, 1],
  [2, 9, 3, 9],
  [3, 40, 33, 16],
  [1, 131, 70, 32],
  [2, 21, 5, 1],
] as const;

describe('linear_scan', () => {
  it.each(cases)('backward equals central differences: B %i, L %i, H %i, segments of %i', (B, L, H, segment) =>
    checkGradients(scanCase([B, L, H], { segment }), { most: 12 }),
  );

  it('can write h over b', () => checkGradients(scanCase([2, 12, 3], { segment: 5, inPlace: true })));

  it.each([12, 5])('trains from a carried state, in segments of %i', async segment => {
    const op = scanCase([2, 12, 3], { segment, carries: true });
    await checkGradients(op);
    const once = await runOp(new TwinBackend(), scanCase([2, 12, 3], { carries: true }), {});
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, carried } = await runOp(backend, op, {});
      expectClose(outputs.h, once.outputs.h ?? [], OUTPUT, `${backend.kind} h`);
      expectClose(carried.state ?? [], once.carried.state ?? [], OUTPUT, `${backend.kind} state`);
    }
  });

  it('is h = a h + b, from zero, on both backends', async () => {
    const [B, L, H] = [2, 20, 5];
    for (const segment of [L, 7]) {
      const op = scanCase([B, L, H], { segment });
      const [a, b] = [op.inputs.a?.data ?? [], op.inputs.b?.data ?? []];
      const expected: number[] = [];
      for (let i = 0; i < B * L * H; i++) {
        const before = i % (L * H) < H ? 0 : expected[i - H];
        expected.push(Number(a[i]) * before + Number(b[i]));
      }
      for (const backend of [new TwinBackend(), await gpuBackend()]) {
        const { outputs } = await runOp(backend, op, {});
        expectClose(outputs.h, expected, OUTPUT, `${backend.kind}, segments of ${segment}`);
      }
    }
  });

  it('computes the same in parts of any size, bit for bit', async () => {
    const parts = new WebGpuBackend(await gpuDevice(), new Map(), 1e-9);
    for (const inPlace of [false, true]) {
      const op = scanCase([1, 23, 3], { segment: 8, inPlace });
      const cotangents = { h: randoms(23 * 3, 9) };
      expect(await runOp(parts, op, cotangents)).toEqual(await runOp(await gpuBackend(), op, cotangents));
    }
    expect(parts.counters.submits).toBeGreaterThan(50);
  });

  it.each(cases)('GPU equals twin: B %i, L %i, H %i, segments of %i', async (B, L, H, segment) => {
    const { stride, a, b, h } = placesOf(H);
    const dims = { B, L, H, stride, a, b, h, d_stride: stride, da: a, db: b, dh: h, ...cutBy(segment, L) };
    const rows = randoms(B * L * stride, 3);
    const drows = randoms(B * L * stride, 4);
    const starts = randoms(B * dims.segments * H, 5);
    const totals = randoms(B * dims.segments * H, 6);
    const state = randoms(B * H, 7);
    for (const carry of [0, 1]) {
      await compareKernel(forwardKernel, { rows, starts, state }, { ...dims, carry }, OUTPUT);
      const back = { rows, drows, before: state, entering: starts };
      await compareKernel(linearScanBackward, back, { ...dims, carry }, GRADIENT);
      const reverse = 1 - carry;
      await compareKernel(linearScanEnds, { rows, drows, ends: starts, totals }, { ...dims, reverse }, GRADIENT);
      await compareKernel(linearScanStarts, { totals, state, ends: starts }, { ...dims, carry, reverse }, GRADIENT);
    }
  });

  it.each([[[1, 1, 1, 1]], [[2, 5]], [[6, 1]]])('carries h over calls of %j tokens on both backends', async lengths => {
    const [B, H] = [1, 3];
    const L = lengths.reduce((sum, length) => sum + length);
    const places = placesOf(H);
    const whole = randoms(B * L * places.stride, 8);
    const starts = new Float64Array(4);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const dims = (length: number) => ({ B, L: length, H, ...places, ...cutBy(length, length) });
      const once = { rows: whole, starts, state: new Float64Array(H) };
      const expected = await runKernel(backend, forwardKernel, once, { ...dims(L), carry: 0 });
      let state = new Float64Array(H);
      let start = 0;
      for (const length of lengths) {
        const part = [start * places.stride, (start + length) * places.stride] as const;
        const piece = { rows: whole.slice(...part), starts, state };
        const results = await runKernel(backend, forwardKernel, piece, { ...dims(length), carry: 1 });
        expect(Array.from(results.get('rows') ?? [])).toEqual(Array.from(expected.get('rows') ?? []).slice(...part));
        state = Float64Array.from(results.get('state') ?? []);
        start += length;
      }
      const last = Array.from(expected.get('rows') ?? []).slice((L - 1) * places.stride + places.h);
      expect([...state]).toEqual(last.slice(0, H));
    }
  });
});
