import { describe, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  selectiveScan as forwardKernel,
  savedStatesShape,
  selectiveScanBackward,
  selectiveScanTiles,
} from '../../../../src/gpu/kernels/scan/selective_scan';
import {
  selectiveScanAdjointEnds,
  selectiveScanEnds,
  selectiveScanStarts,
} from '../../../../src/gpu/kernels/scan/selective_scan_segments';
import { sizeOf } from '../../../../src/gpu/tensor';
import { compareKernel, runKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { cutBy, packed, randomScan, scanDims } from '../../../support/scan_case';
import { sizes } from '../../../support/sizes';

describe('selective_scan', () => {
  it.each(
    // B, L, E, N, gated, in segments of
    sizes<[number, number, number, number, number?, number?]>(
      [
        [1, 1, 1, 1],
        [2, 16, 32, 16],
        [1, 131, 70, 16],
        [2, 37, 5, 7],
        [2, 17, 4, 1, 0],
        [1, 70, 6, 4, 1, 16],
        [1, 64, 33, 16, 1, 32],
        [2, 131, 5, 7, 0, 48],
      ],
      [
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
      await compareKernel(forwardKernel, { ...given, starts }, { ...forward, carry }, OUTPUT);
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
    await compareKernel(selectiveScanEnds, { rows, xdbl, A_log, ends: starts, totals }, dims, OUTPUT);
    const { drows } = backward;
    const behind = { rows: backward.rows, xdbl, A_log, drows, ends: starts };
    await compareKernel(selectiveScanAdjointEnds, behind, dims, GRADIENT);
    for (const reverse of [0, 1]) {
      const over = { A_log, totals, carried: given.carried, ends: starts };
      await compareKernel(selectiveScanStarts, over, { ...dims, carry: 1 - reverse, reverse }, OUTPUT);
    }
    const dxdbl = randoms(given.xdbl.length, 9);
    await compareKernel(selectiveScanTiles, { states: sums, dxdbl }, dims, GRADIENT);
  });
});
