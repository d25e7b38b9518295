import { describe, expect, it } from 'vitest';
import { addPositions, addWaves } from '../../../../src/autodiff/ops/positions';
import { Tape } from '../../../../src/autodiff/tape';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  addPositions as addPositionsKernel,
  addWaves as addWavesKernel,
} from '../../../../src/gpu/kernels/attention/positions';
import { waveFrequencies } from '../../../../src/gpu/kernels/attention/rope';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';

const learned = (B: number, L: number, D: number, places: number): OpCase => ({
  inputs: { x: { shape: [B, L, D], data: randoms(B * L * D, 1) } },
  parameters: { weight: { shape: [places, D], data: randoms(places * D, 2) } },
  record: (tape, input, parameter) => ({ y: addPositions(tape, input('x'), parameter('weight')) }),
});

const waves = (B: number, L: number, D: number): OpCase => ({
  inputs: { x: { shape: [B, L, D], data: randoms(B * L * D, 1) } },
  parameters: {},
  record: (tape, input) => ({ y: addWaves(tape, input('x'), 10000) }),
});

describe('learned positions', () => {
  it.each([
    [1, 1, 1, 1],
    [3, 4, 3, 4],
    [2, 5, 6, 9],
  ])('add their rows; backward equals central differences: B %i, L %i, D %i, places %i', async (B, L, D, places) => {
    const op = learned(B, L, D, places);
    await checkGradients(op, { most: 60 });
    const { x } = op.inputs;
    const { weight } = op.parameters;
    const expected = Array.from(x.data, (value, i) => value + Number(weight.data[i % (L * D)]));
    const seed = randoms(B * L * D, 3);
    const oracle = await runOp(new TwinBackend(), op, { y: seed });
    const actual = await runOp(await gpuBackend(), op, { y: seed });
    for (const { outputs } of [oracle, actual]) expectClose(outputs.y, expected, OUTPUT, 'y');
    for (const name of ['x', 'weight']) {
      expectClose(actual.gradients[name], oracle.gradients[name], GRADIENT, `d ${name}`);
    }
    expect([...actual.gradients.weight.subarray(L * D)], 'rows without a token').toEqual(
      Array((places - L) * D).fill(0),
    );
  });

  it('train no more tokens than there are rows', () => {
    const tape = new Tape({ training: true });
    const weight = tape.parameter('weight', [4, 2]);
    expect(() => addPositions(tape, tape.variable('x', [1, 5, 2]), weight)).toThrow(RangeError);
  });

  it.each([0, 3, 9, 1048575])('positions beyond the table use the last row, from position %i', async position => {
    const [B, L, D, places] = [2, 3, 2, 5];
    const buffers = {
      x: randoms(B * L * D, 1),
      weight: randoms(places * D, 2),
      cursor: Int32Array.of(position, 0, 0, 0),
      y: new Float64Array(B * L * D),
    };
    const dims = { B, L, D, places, from_cursor: 1 };
    await compareKernel(addPositionsKernel, buffers, dims, OUTPUT);
    const y = (await runKernel(new TwinBackend(), addPositionsKernel, buffers, dims)).get('y') ?? [];
    const last = Math.min(places - 1, position + L - 1);
    expect(y[2 * D]).toBe(buffers.x[2 * D] + buffers.weight[last * D]);
  });
});

describe('sinusoidal positions', () => {
  it.each([
    [1, 1, 2],
    [3, 7, 10],
    [2, 5, 7],
  ])('change no gradient: B %i, L %i, D %i', async (B, L, D) => {
    await checkGradients(waves(B, L, D));
    const seed = randoms(B * L * D, 3);
    const { gradients } = await runOp(await gpuBackend(), waves(B, L, D), { y: seed });
    expectClose(gradients.x, seed, { relative: 0, absolute: 0 }, 'd x');
  });

  it.each([
    [0, 16],
    [5, 16],
    [4093, 16],
    [1048570, 16],
    [5, 7],
  ])('are those of the paper from position %i on, D %i', async (position, D) => {
    const [B, L] = [2, 6];
    const buffers = {
      x: randoms(B * L * D, 1),
      frequencies: waveFrequencies(D, 10000),
      cursor: Int32Array.of(position, 0, 0, 0),
      y: new Float64Array(B * L * D),
    };
    const expected = buffers.x.map((value, i) => {
      const angle = (position + (Math.floor(i / D) % L)) / 10000 ** ((2 * Math.floor((i % D) / 2)) / D);
      return value + ((i % D) % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    });
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const results = await runKernel(backend, addWavesKernel, buffers, { B, L, D, from_cursor: 1 });
      const bound = { relative: 0, absolute: backend.kind === 'twin' ? 1e-8 : 1e-5 };
      expectClose(results.get('y') ?? [], expected, bound, backend.kind);
    }
  });
});
