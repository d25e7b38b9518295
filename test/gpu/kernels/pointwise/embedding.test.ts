import { describe, expect, it } from 'vitest';
import { embedding } from '../../../../src/autodiff/ops/embedding';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import {
  embeddingBackward,
  embedding as embeddingKernel,
  embeddingSplits,
} from '../../../../src/gpu/kernels/pointwise/embedding';
import { compareKernel, runKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms, seeded } from '../../../support/numbers';
import { checkGradients, type OpCase } from '../../../support/op';

function someTokens(count: number, V: number, seed: number): Int32Array {
  const random = seeded(seed);
  return Int32Array.from({ length: count }, () => Math.floor(random() * V));
}

function opCase(B: number, L: number, V: number, D: number): OpCase {
  return {
    inputs: {},
    parameters: { weight: { shape: [V, D], data: randoms(V * D, 1) } },
    record: (tape, _, parameter) => {
      const tokens = { ...tape.tensor('tokens', [B, L], 'persistent', 'i32'), values: someTokens(B * L, V, 2) };
      return { y: embedding(tape, tokens, parameter('weight')) };
    },
  };
}

describe('embedding', () => {
  it('backward equals central differences', () => checkGradients(opCase(2, 9, 5, 3)));

  it.each([
    [1, 1, 2, 1, 0],
    [3, 7, 11, 5, 0],
    [2, 6, 17, 67, 1],
  ])('GPU equals twin: %i sequences of %i, V %i, D %i, from the cursor: %i', (B, L, V, D, from_cursor) => {
    const capacity = from_cursor ? L + 9 : L;
    const tokens = someTokens(B * capacity, V, 3);
    tokens[0] = -100;
    tokens[1 % tokens.length] = V + 5;
    return compareKernel(
      embeddingKernel,
      { tokens, cursor: Int32Array.of(4, 0, 0, 0), weight: randoms(V * D, 4), y: new Float64Array(B * L * D) },
      { B, L, D, V, capacity, from_cursor },
      OUTPUT,
    );
  });

  it('clamps tokens outside the vocabulary, and reads from the cursor on', async () => {
    const weight = Float64Array.of(10, 20, 30);
    const tokens = Int32Array.of(0, -100, 2, 7);
    const buffers = { tokens, cursor: Int32Array.of(1, 0, 0, 0), weight, y: new Float64Array(3) };
    const dims = { B: 1, L: 3, D: 1, V: 3, capacity: 4, from_cursor: 1 };
    const after = await runKernel(new TwinBackend(), embeddingKernel, buffers, dims);
    expect([...(after.get('y') ?? [])]).toEqual([10, 30, 30]);
  });

  it.each([
    [1, 2, 1],
    [7, 3, 5],
    [1000, 17, 65],
    [1031, 4096, 67],
    [300, 9000, 129],
    [400, 70000, 64],
  ])('the gradient: GPU equals twin at %i tokens, V %i, D %i', (rows, V, D) => {
    const { copies, ranges } = embeddingSplits(rows, V, D);
    const tokens = someTokens(rows, V, 5);
    tokens[0] = -1;
    tokens[rows - 1] = V;
    return compareKernel(
      embeddingBackward,
      { tokens, dy: randoms(rows * D, 6), dweight: randoms(copies * V * D, 7) },
      { rows, D, V, copies, ranges },
      GRADIENT,
    );
  });

  it('keeps the copies of a large vocabulary within 16 megabytes', () => {
    expect(embeddingSplits(16384, 4096, 256)).toEqual({ copies: 4, ranges: 2 });
    expect(embeddingSplits(16384, 64, 64).copies).toBe(32);
  });
});
