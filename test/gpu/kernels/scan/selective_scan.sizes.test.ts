import { describe, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  selectiveScan as forwardKernel,
  selectiveScanBackward,
  selectiveScanTiles,
} from '../../../../src/gpu/kernels/scan/selective_scan';
import { savedStatesShape } from '../../../../src/gpu/kernels/scan/selective_scan_layout';
import {
  selectiveScanAdjointEnds,
  selectiveScanEnds,
  selectiveScanStarts,
} from '../../../../src/gpu/kernels/scan/selective_scan_segments';
import { sizeOf } from '../../../../src/gpu/tensor';
import { backends } from '../../../support/backends';
import { formsOf } from '../../../support/forms_of';
import { type GoldenCase, goldenCases, goldensOn } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms, TWIN } from '../../../support/numbers';
import { checkGradients, runOp } from '../../../support/op';
import { cutBy, packed, randomScan, type ScanInputs, scanCase, scanDims, whole } from '../../../support/scan_case';
import { sizes } from '../../../support/sizes';

/** The golden scan takes A itself, and a bias inside the softplus. Here the linear layer before the scan adds that bias. */
function goldenInputs({ inputs }: GoldenCase): ScanInputs {
  const { z, u, delta, delta_bias, A, B, C, D } = inputs;
  const biased = delta.data.map((value, i) => value + delta_bias.data[i % delta_bias.data.length]);
  const A_log = { shape: A.shape, data: A.data.map(value => Math.log(-value)) };
  return { z, u, delta: { shape: delta.shape, data: biased }, B, C, A_log, D };
}

const goldens = goldenCases('selective_scan');
/** More than one step, and so many states that an invocation takes several at a time. */
const wide = ({ inputs }: GoldenCase) => (inputs.A.shape[1] ?? 0) > 4;

describe('selective_scan', () => {
  it.each(
    sizes(
      [...goldensOn('twin', goldens), ...goldensOn('webgpu', goldens.filter(wide))],
      goldensOn(
        'webgpu',
        goldens.filter(golden => !wide(golden)),
      ),
    ),
  )('%s: golden vectors on %s', async (_, kind, golden) => {
    const { A } = golden.inputs;
    const backend = await backends[kind]();
    const [output, gradient] = backend.kind === 'twin' ? [TWIN, TWIN] : [OUTPUT, GRADIENT];
    const inputs = goldenInputs(golden);
    const { outputs, gradients } = await runOp(backend, scanCase(inputs), { y: golden.cotangents.y.data });
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
        carried: new Float64Array(B * E * N),
        starts: new Float64Array(4),
      },
      { ...scanDims(B, L, E, N), save: 0, carry: 1, ...whole(L) },
    );
    expectClose(carried.get('carried') ?? [], golden.outputs.last_state.data, output, `${backend.kind} last_state`);
  });

  it.each(
    // B, L, E, N, gated, in segments of
    sizes<[number, number, number, number, number?, number?]>(
      [
        [1, 131, 70, 16],
        [2, 37, 5, 7],
      ],
      [
        [1, 70, 6, 4, 1, 16],
        [2, 17, 4, 16, 0],
        [1, 18, 4, 36],
        [1, 1, 1, 1],
        [2, 16, 32, 16],
        [2, 17, 4, 1, 0],
        [1, 64, 33, 16, 1, 32],
        [2, 131, 5, 7, 0, 48],
        [3, 2, 33, 4],
        [1, 50, 65, 12],
        [1, 33, 3, 34],
        [2, 21, 40, 64],
        [1, 40, 66, 6, 0],
        [3, 40, 64, 2, 1, 16],
      ],
    ),
  )('GPU equals twin: B %i, L %i, E %i, N %i', async (B, L, E, N, gated = 1, segment = L) => {
    const inputs = randomScan(B, L, E, N);
    const given = {
      ...packed(inputs),
      A_log: Float64Array.from(inputs.A_log.data),
      D: Float64Array.from(inputs.D.data),
      states: new Float64Array(sizeOf(savedStatesShape(B, L, E, N))),
      carried: randoms(B * E * N, 13),
    };
    const dims = { ...scanDims(B, L, E, N, gated), ...cutBy(segment, L) };
    const perSegment = B * dims.segments * E;
    const starts = randoms(perSegment * N, 10);
    const forward = { ...dims, save: 1, carry: 0 };
    for (const carry of [0, 1]) {
      for (const form of formsOf(forwardKernel, { ...forward, carry })) {
        await compareKernel(form, { ...given, starts }, { ...forward, carry }, OUTPUT);
      }
    }
    const cpu = new TwinBackend();
    const after = await runKernel(cpu, forwardKernel, { ...given, starts }, forward);
    const backward = {
      ...given,
      rows: Float64Array.from(after.get('rows') ?? []),
      states: Float64Array.from(after.get('states') ?? []),
      drows: randoms(given.rows.length, 8),
      dA_log: randoms(perSegment * N, 11),
      dD: new Float64Array(perSegment),
    };
    await compareKernel(selectiveScanBackward, backward, dims, GRADIENT);
    const sums = Float64Array.from((await runKernel(cpu, selectiveScanBackward, backward, dims)).get('states') ?? []);
    const { rows, xdbl, A_log } = given;
    const totals = randoms(perSegment, 12).map(Math.abs);
    for (const form of formsOf(selectiveScanEnds, dims)) {
      await compareKernel(form, { rows, xdbl, A_log, ends: starts, totals }, dims, OUTPUT);
    }
    const { drows } = backward;
    const behind = { rows: backward.rows, xdbl, A_log, drows, ends: starts };
    for (const form of formsOf(selectiveScanAdjointEnds, dims)) await compareKernel(form, behind, dims, GRADIENT);
    for (const reverse of [0, 1]) {
      const over = { A_log, totals, carried: given.carried, ends: starts };
      await compareKernel(selectiveScanStarts, over, { ...dims, carry: 1 - reverse, reverse }, OUTPUT);
    }
    const dxdbl = randoms(given.xdbl.length, 9);
    await compareKernel(selectiveScanTiles, { states: sums, dxdbl }, dims, GRADIENT);
  });

  it.each(
    sizes<[number, number]>(
      [
        [4, 50],
        [4, 16],
      ],
      [
        [3, 50],
        [3, 16],
      ],
    ),
  )('trains from a carried state: N %i, in segments of %i', async (N, segment) => {
    const [B, L, E] = [1, 50, 5];
    const h = { shape: [B, E, N], data: randoms(B * E * N, 14) };
    const [inputs, cotangents] = [randomScan(B, L, E, N), { y: randoms(B * L * E, 8) }];
    const op = scanCase(inputs, cutBy(segment, L), h);
    await checkGradients(op, { most: 20 });
    const expected = await runOp(new TwinBackend(), scanCase(inputs, whole(L), h), cotangents);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients, carried } = await runOp(backend, op, cotangents);
      expectClose(outputs.y, expected.outputs.y ?? [], OUTPUT, `${backend.kind} y`);
      expectClose(carried.h ?? [], expected.carried.h ?? [], OUTPUT, `${backend.kind} h`);
      for (const [name, values] of Object.entries(expected.gradients)) {
        expectClose(gradients[name] ?? [], values, GRADIENT, `${backend.kind} d ${name}`);
      }
    }
  });

  it.each(
    sizes<[number, number, number, number, number]>(
      [
        [1, 100, 5, 4, 16],
        [2, 75, 7, 4, 48],
      ],
      [
        [1, 100, 5, 6, 16],
        [1, 300, 16, 16, 64],
        [2, 75, 7, 3, 48],
      ],
    ),
  )('is the same in segments: B %i, L %i, E %i, N %i, segments of %i', async (B, L, E, N, segment) => {
    const inputs = randomScan(B, L, E, N);
    const cotangents = { y: randoms(B * L * E, 8) };
    const expected = await runOp(new TwinBackend(), scanCase(inputs, whole(L)), cotangents);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const [output, gradient] = backend.kind === 'twin' ? [TWIN, TWIN] : [OUTPUT, GRADIENT];
      const actual = await runOp(backend, scanCase(inputs, cutBy(segment, L)), cotangents);
      expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], output, `${backend.kind} y`);
      for (const [name, values] of Object.entries(expected.gradients)) {
        expectClose(actual.gradients[name] ?? [], values, gradient, `${backend.kind} d ${name}`);
      }
    }
  });
});
