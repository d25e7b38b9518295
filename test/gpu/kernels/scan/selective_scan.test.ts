import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import type { AnyKernel } from '../../../../src/gpu/kernel';
import { selectiveScan } from '../../../../src/gpu/kernels/scan/selective_scan';
import {
  backwardSegments,
  scanSegments,
  selectiveScanAdjointEnds,
  selectiveScanEnds,
} from '../../../../src/gpu/kernels/scan/selective_scan_segments';
import { chooseVariant } from '../../../../src/gpu/variants';
import { gpuBackend } from '../../../support/gpu';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type Given, runOp } from '../../../support/op';
import { cutBy, randomScan, type ScanInputs, scanCase, scanDims, whole } from '../../../support/scan_case';

describe('selective_scan', () => {
  it.each([
    [2, 1, 3, 2],
    [1, 19, 2, 3],
    [2, 35, 2, 5],
    [1, 3, 40, 1],
  ])('backward equals central differences: B %i, L %i, E %i, N %i', (B, L, E, N) =>
    checkGradients(scanCase(randomScan(B, L, E, N)), { most: 20 }),
  );

  it('backward equals central differences without a gate', () => {
    const { z: _, ...others } = randomScan(2, 19, 3, 3);
    return checkGradients(scanCase(others), { most: 20 });
  });

  it.each([
    [1, 50, 3, 3, 16],
    [1, 67, 2, 5, 32],
    [2, 35, 2, 2, 16],
  ])('backward equals central differences: B %i, L %i, E %i, N %i, in segments of %i', (B, L, E, N, segment) =>
    checkGradients(scanCase(randomScan(B, L, E, N), cutBy(segment, L)), { most: 20 }),
  );

  it('goes through workgroup memory where states fill vec4s', () => {
    const kernels: readonly AnyKernel[] = [selectiveScan, selectiveScanEnds, selectiveScanAdjointEnds];
    const chosen = (N: number): string[] =>
      kernels.map(kernel => {
        const dims = { ...scanDims(8, 100, 66, N), ...whole(100), save: 1, carry: 0 };
        return chooseVariant(kernel, dims, { subgroups: false }, new Map(), new Set()).name;
      });
    expect(chosen(6)).toEqual(kernels.map(({ name }) => name));
    for (const N of [4, 16]) expect(chosen(N)).toEqual(kernels.map(({ name }) => `${name}_staged`));
  });

  it('is cut into segments if all of a long sequence would be in one workgroup', () => {
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
    const [B, L, E, N] = [1, 12, 2, 16];
    const extremes = [-90, -30, -13.8, -7, 0, 7, 19, 21, 60, 90];
    const inputs = randomScan(B, L, E, N);
    const spread = (given: Given, offset: number): Given => ({
      shape: given.shape,
      data: Float64Array.from(given.data, (_, i) => extremes[(i + offset) % extremes.length]),
    });
    const hard: ScanInputs = {
      ...inputs,
      z: spread(inputs.z, 3),
      delta: spread(inputs.delta, 0),
      A_log: { shape: [E, N], data: Array.from({ length: E * N }, (_, i) => [-9, -3, 0, 1, 2, 3, 6, 9][i % 8] ?? 0) },
    };
    const cotangents = { y: randoms(B * L * E, 8) };
    const expected = await runOp(new TwinBackend(), scanCase(hard), cotangents);
    const actual = await runOp(await gpuBackend(), scanCase(hard), cotangents);
    expect(Object.keys(expected.gradients)).toContain('delta');
    expectClose(actual.outputs.y ?? [], expected.outputs.y ?? [], OUTPUT, 'y');
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      expectClose(actual.gradients[name] ?? [], gradient, GRADIENT, `d ${name}`);
    }
  });
});
