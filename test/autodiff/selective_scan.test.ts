import { describe, expect, it } from 'vitest';
import { selectiveScan } from '../../src/autodiff/ops/selective_scan';
import { slice } from '../../src/autodiff/slice';
import { CpuBackend } from '../../src/gpu/cpu';
import {
  selectiveScan as forwardKernel,
  savedStatesShape,
  selectiveScanBackward,
  selectiveScanTiles,
} from '../../src/gpu/kernels/selective_scan';
import {
  backwardSegments,
  type Segments,
  scanSegments,
  selectiveScanAdjointEnds,
  selectiveScanEnds,
  selectiveScanStarts,
} from '../../src/gpu/kernels/selective_scan_segments';
import { sizeOf } from '../../src/gpu/tensor';
import { placeColumns, takeColumns } from '../support/columns';
import { type GoldenCase, goldenCases } from '../support/golden';
import { gpuBackend } from '../support/gpu';
import { compareKernel, runKernel } from '../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms, type Tolerance } from '../support/numbers';
import { checkGradients, type Given, type OpCase, runOp } from '../support/op';

/** float64 against float64, both of whose ends are printed to nine digits. */
const TWIN: Tolerance = { relative: 1e-7, absolute: 1e-7 };

type Inputs = Readonly<Record<'z' | 'u' | 'delta' | 'B' | 'C' | 'A_log' | 'D', Given>>;

function whole(L: number): Segments {
  return { segment: L, segments: 1 };
}

/** Segments of as many steps. */
function cutBy(segment: number, L: number): Segments {
  return { segment, segments: Math.ceil(L / segment) };
}

/** Columns of xdbl before those of the scan, and behind them. */
const R = 3;
const BEHIND = 2;

function widthOf(N: number): number {
  return R + 2 * N + BEHIND;
}

/** Without `z`: not gated. */
function opCase({ A_log, D, ...inputs }: Omit<Inputs, 'z'> & Partial<Pick<Inputs, 'z'>>, cut?: Segments): OpCase {
  const [B = 1, L = 1, E = 1] = inputs.u.shape;
  const [, N = 1] = A_log.shape;
  return {
    inputs,
    parameters: { A_log, D },
    record(tape, input, parameter) {
      const grad = tape.training ? tape.tensor('d rows', [B, L, 4 * E]) : undefined;
      const rows = { shape: [B, L, 5 * E], data: tape.tensor('rows', [B, L, 5 * E]), grad };
      const xdbl = tape.variable('xdbl', [B, L, widthOf(N)]);
      const gated = inputs.z !== undefined;
      if (gated) placeColumns(tape, input('z'), rows, E);
      placeColumns(tape, input('u'), rows, 2 * E);
      placeColumns(tape, input('delta'), rows, 3 * E);
      placeColumns(tape, input('B'), xdbl, R);
      placeColumns(tape, input('C'), xdbl, R + N);
      const BC = slice(xdbl, R, 2 * N);
      selectiveScan(tape, rows, { BC, A_log: parameter('A_log'), D: parameter('D'), gated, B, L, cut });
      return { y: takeColumns(tape, rows, 4 * E, E, 0) };
    },
  };
}

function randomInputs(B: number, L: number, E: number, N: number): Inputs {
  const random = (shape: readonly number[], seed: number, scale: number): Given => ({
    shape,
    data: randoms(sizeOf(shape), seed, scale),
  });
  return {
    z: random([B, L, E], 1, 2),
    u: random([B, L, E], 2, 2),
    delta: random([B, L, E], 3, 3),
    B: random([B, L, N], 4, 1),
    C: random([B, L, N], 5, 1),
    A_log: random([E, N], 6, 1.5),
    D: random([E], 7, 1),
  };
}

/** The golden scan takes A itself, and a bias within softplus that the linear layer before our scan adds. */
function goldenInputs({ inputs }: GoldenCase): Inputs {
  const { z, u, delta, delta_bias, A, B, C, D } = inputs;
  const biased = delta.data.map((value, i) => value + delta_bias.data[i % delta_bias.data.length]);
  const A_log = { shape: A.shape, data: A.data.map(value => Math.log(-value)) };
  return { z, u, delta: { shape: delta.shape, data: biased }, B, C, A_log, D };
}

/** rows and xdbl as the kernels take them. */
function packed({ z, u, delta, B, C }: Inputs): { rows: Float64Array; xdbl: Float64Array } {
  const [E = 1] = u.shape.slice(-1);
  const [N = 1] = B.shape.slice(-1);
  const count = sizeOf(u.shape) / E;
  const rows = new Float64Array(count * 5 * E);
  const xdbl = new Float64Array(count * widthOf(N));
  for (let row = 0; row < count; row++) {
    [z, u, delta].forEach(({ data }, column) => {
      for (let e = 0; e < E; e++) rows[(row * 5 + 1 + column) * E + e] = Number(data[row * E + e]);
    });
    [B, C].forEach(({ data }, column) => {
      for (let n = 0; n < N; n++) xdbl[row * widthOf(N) + R + column * N + n] = Number(data[row * N + n]);
    });
  }
  return { rows, xdbl };
}

describe('selective_scan', () => {
  it.each([
    [2, 1, 3, 2],
    [1, 19, 2, 3],
    [2, 35, 2, 5],
    [1, 3, 40, 1],
  ])('backward equals central differences: B %i, L %i, E %i, N %i', (B, L, E, N) =>
    checkGradients(opCase(randomInputs(B, L, E, N)), { most: 20 }),
  );

  it('backward equals central differences without a gate', () => {
    const { z: _, ...others } = randomInputs(2, 19, 3, 3);
    return checkGradients(opCase(others), { most: 20 });
  });

  it.each(goldenCases('selective_scan'))('$name: golden vectors on both backends', async golden => {
    const { A } = golden.inputs;
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const [output, gradient] = backend.kind === 'cpu' ? [TWIN, TWIN] : [OUTPUT, GRADIENT];
      const inputs = goldenInputs(golden);
      const { outputs, gradients } = await runOp(backend, opCase(inputs), { y: golden.cotangents.y.data });
      expectClose(outputs.y ?? [], golden.outputs.y.data, output, `${backend.kind} y`);
      for (const name of ['z', 'u', 'delta', 'B', 'C', 'D']) {
        expectClose(gradients[name] ?? [], golden.gradients[name].data, gradient, `${backend.kind} d ${name}`);
      }
      const dA = Array.from(gradients.A_log ?? [], (value, i) => value / A.data[i]);
      expectClose(dA, golden.gradients.A.data, gradient, `${backend.kind} dA`);
      const dbias = golden.inputs.delta_bias.data.map((_, e, { length }) =>
        (gradients.delta ?? []).reduce((sum, value, i) => (i % length === e ? sum + value : sum), 0),
      );
      expectClose(dbias, golden.gradients.delta_bias.data, gradient, `${backend.kind} d delta_bias`);

      const [B = 1, L = 1, E = 1] = inputs.u.shape;
      const [, N = 1] = A.shape;
      const carried = await runKernel(
        backend,
        forwardKernel,
        {
          ...packed(inputs),
          A_log: Float64Array.from(inputs.A_log.data),
          D: Float64Array.from(inputs.D.data),
          states: new Float64Array(B * E * N),
          starts: new Float64Array(4),
        },
        { B, L, E, N, R, width: widthOf(N), gated: 1, save: 0, carry: 1, ...whole(L) },
      );
      expectClose(carried.get('states') ?? [], golden.outputs.last_state.data, output, `${backend.kind} last_state`);
    }
  });

  it.each([
    // B, L, E, N
    [1, 1, 1, 1],
    [3, 2, 33, 4],
    [2, 16, 32, 16],
    [1, 131, 70, 16],
    [2, 37, 5, 7],
    [1, 50, 65, 12],
    [1, 33, 3, 34],
    [2, 21, 40, 64],
    [1, 40, 66, 6, 0],
    [2, 17, 4, 1, 0],
    // In segments of
    [1, 70, 6, 4, 1, 16],
    [1, 64, 33, 16, 1, 32],
    [2, 131, 5, 7, 0, 48],
    [3, 40, 64, 2, 1, 16],
  ])('GPU equals twin: B %i, L %i, E %i, N %i', async (B, L, E, N, gated = 1, segment = L) => {
    const inputs = randomInputs(B, L, E, N);
    const given = {
      ...packed(inputs),
      A_log: Float64Array.from(inputs.A_log.data),
      D: Float64Array.from(inputs.D.data),
      states: new Float64Array(sizeOf(savedStatesShape(B, L, E, N))),
    };
    const dims = { B, L, E, N, R, width: widthOf(N), gated, ...cutBy(segment, L) };
    const perSegment = B * dims.segments * E;
    const starts = randoms(perSegment * N, 10);
    const forward = { ...dims, save: 1, carry: 0 };
    await compareKernel(forwardKernel, { ...given, starts }, forward, OUTPUT);
    const cpu = new CpuBackend();
    const after = await runKernel(cpu, forwardKernel, { ...given, starts }, forward);
    const backward = {
      ...given,
      rows: Float64Array.from(after.get('rows') ?? []),
      states: Float64Array.from(after.get('states') ?? []),
      drows: randoms(B * L * 4 * E, 8),
      dA_log: randoms(perSegment * N, 11),
      dD: new Float64Array(perSegment),
    };
    await compareKernel(selectiveScanBackward, backward, dims, GRADIENT);
    const sums = Float64Array.from((await runKernel(cpu, selectiveScanBackward, backward, dims)).get('states') ?? []);
    const { rows, xdbl, A_log } = given;
    const totals = randoms(perSegment, 12).map(Math.abs);
    await compareKernel(selectiveScanEnds, { rows, xdbl, A_log, ends: starts, totals }, dims, OUTPUT);
    const { drows } = backward;
    const behind = { rows: backward.rows, xdbl, A_log, drows, ends: starts };
    await compareKernel(selectiveScanAdjointEnds, behind, dims, GRADIENT);
    for (const reverse of [0, 1]) {
      const over = { A_log, totals, states: randoms(B * E * N, 13), ends: starts };
      await compareKernel(selectiveScanStarts, over, { ...dims, carry: 1 - reverse, reverse }, OUTPUT);
    }
    const dxdbl = randoms(B * L * widthOf(N), 9);
    await compareKernel(selectiveScanTiles, { states: sums, dxdbl }, dims, GRADIENT);
  });

  it.each([
    [1, 50, 3, 3, 16],
    [1, 67, 2, 5, 32],
    [2, 35, 2, 2, 16],
  ])('backward equals central differences: B %i, L %i, E %i, N %i, in segments of %i', (B, L, E, N, segment) =>
    checkGradients(opCase(randomInputs(B, L, E, N), cutBy(segment, L)), { most: 20 }),
  );

  it.each([
    [1, 100, 5, 6, 16],
    [1, 300, 16, 16, 64],
    [2, 75, 7, 3, 48],
  ])('is the same in segments: B %i, L %i, E %i, N %i, segments of %i', async (B, L, E, N, segment) => {
    const inputs = randomInputs(B, L, E, N);
    const cotangents = { y: randoms(B * L * E, 8) };
    const expected = await runOp(new CpuBackend(), opCase(inputs, whole(L)), cotangents);
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const [output, gradient] = backend.kind === 'cpu' ? [TWIN, TWIN] : [OUTPUT, GRADIENT];
      const actual = await runOp(backend, opCase(inputs, cutBy(segment, L)), cotangents);
      expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], output, `${backend.kind} y`);
      for (const [name, values] of Object.entries(expected.gradients)) {
        expectClose(actual.gradients[name] ?? [], values, gradient, `${backend.kind} d ${name}`);
      }
    }
  });

  it('is cut where one workgroup would be alone with a long sequence', () => {
    const short = 64;
    for (const [B, E] of [
      [1, 1],
      [1, 16],
      [1, 64],
      [2, 30],
      [1, 65],
      [8, 128],
    ] as const) {
      for (const L of [1, short, 1000, 4096, 65_537]) {
        const cut = scanSegments(B, L, E);
        const alone = B * Math.ceil(E / 4) <= 16;
        expect(cut.segments > 1, `B ${B}, E ${E}, L ${L}`).toBe(alone && L > short);
        expect(cut.segment * cut.segments).toBeGreaterThanOrEqual(L);
        expect(cut.segment * (cut.segments - 1)).toBeLessThan(L);
        if (cut.segments > 1) expect(cut.segment % 16).toBe(0);
        expect(backwardSegments(B, L, E, cut)).toEqual(B === 1 ? cut : whole(L));
        expect(B * cut.segments * Math.ceil(E / 4), 'invocations').toBeLessThanOrEqual(Math.max(1024, B * E));
      }
    }
  });

  it('stays finite and exact where delta, z, and A are extreme', async () => {
    const [B, L, E, N] = [1, 12, 4, 2];
    const extremes = [-90, -30, -13.8, -7, 0, 7, 19, 21, 60, 90];
    const inputs = randomInputs(B, L, E, N);
    const spread = (given: Given, offset: number): Given => ({
      shape: given.shape,
      data: Float64Array.from(given.data, (_, i) => extremes[(i + offset) % extremes.length]),
    });
    const hard: Inputs = {
      ...inputs,
      z: spread(inputs.z, 3),
      delta: spread(inputs.delta, 0),
      A_log: { shape: [E, N], data: [-9, -3, 0, 1, 2, 3, 6, 9] },
    };
    const cotangents = { y: randoms(B * L * E, 8) };
    const expected = await runOp(new CpuBackend(), opCase(hard), cotangents);
    const actual = await runOp(await gpuBackend(), opCase(hard), cotangents);
    expect(Object.keys(expected.gradients)).toContain('delta');
    expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], OUTPUT, 'y');
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      expectClose(actual.gradients[name] ?? [], gradient, GRADIENT, `d ${name}`);
    }
  });
});
