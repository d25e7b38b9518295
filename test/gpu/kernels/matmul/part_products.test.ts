import { describe, it } from 'vitest';
import { lowRank, lowRankInput, lowRankWeight } from '../../../../src/gpu/kernels/matmul/low_rank';
import {
  partProducts,
  partProductsInput,
  partProductsWeight,
  partWidths,
} from '../../../../src/gpu/kernels/matmul/part_products';
import { shiftIn, tokenMix, tokenMixInput, tokenMixWeight } from '../../../../src/gpu/kernels/pointwise/token_mix';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';

const blank = (count: number) => new Float64Array(count);

/** Six arrays of these lengths, under the names a to f. */
function six(counts: readonly number[], seed: number) {
  const [a, b, c, d, e, f] = counts.map((count, i) => (seed ? randoms(count, seed + i, 0.5) : blank(count)));
  return { a, b, c, d, e, f };
}

function gradients(counts: readonly number[]) {
  const { a, b, c, d, e, f } = six(counts, 0);
  return { da: a, db: b, dc: c, dd: d, de: e, df: f };
}

describe('part_products', () => {
  it.each([
    [1, 1, { na: 1, nb: 1, nc: 1, nd: 1, ne: 1, nf: 1 }, 3],
    [197, 18, { na: 18, nb: 18, nc: 18, nd: 3, ne: 17, nf: 1 }, 3],
    [34, 5, { na: 2, nb: 33, nc: 4, nd: 9, ne: 1, nf: 5 }, 6],
    [34, 33, { na: 2, nb: 33, nc: 4, nd: 9, ne: 1, nf: 5 }, 0],
  ] as const)(
    'GPU and WebAssembly equal the twin: %i rows of %i, %o, turned from %i',
    async (rows, K, widths, turned) => {
      const all = partWidths(widths).reduce((sum, width) => sum + width, 0);
      const [stride, y] = [all + 3, 2];
      const dims = { rows, K, ...widths, turned, stride, y };
      const values = randoms(rows * 6 * K, 1);
      const counts = partWidths(widths).map(width => width * K);
      const weights = six(counts, 3);
      const curves = { curved: 3, opened: 5 };
      await compareKernel(
        partProducts,
        { values, ...weights, out: blank(rows * stride) },
        { ...dims, ...curves },
        OUTPUT,
      );
      const dout = randoms(rows * stride, 2);
      await compareKernel(partProductsInput, { dout, ...weights, dvalues: blank(values.length) }, dims, GRADIENT);
      const chunk = 80;
      const copies = Math.ceil(rows / chunk);
      const into = gradients(counts.map(count => copies * count));
      await compareKernel(partProductsWeight, { values, dout, ...into }, { ...dims, chunk }, GRADIENT);
    },
  );
});

describe('low_rank', () => {
  it.each([
    [1, 1, 1, 1, 1],
    [70, 9, 3, 2, 5],
    [35, 67, 1, 17, 4],
  ])('GPU and WebAssembly equal the twin: %i rows to %i, ranks %i, %i, %i', async (rows, N, ka, kb, kc) => {
    const places = { stride: ka + kb + kc + 2, x: 1, out_stride: 3 * N + 4, y: 3 };
    const dims = { rows, N, ka, kb, kc, ...places };
    const values = randoms(rows * places.stride, 1);
    const weights = { a: randoms(ka * N, 2), b: randoms(kb * N, 3), c: randoms(kc * N, 4) };
    const biases = { a_bias: randoms(N, 5), b_bias: randoms(N, 6) };
    const out = blank(rows * places.out_stride);
    await compareKernel(lowRank, { values, ...weights, ...biases, out }, dims, OUTPUT);
    const dout = randoms(out.length, 7);
    const placed = { ...dims, d_stride: places.stride, dx: places.x };
    await compareKernel(lowRankInput, { values, dout, ...weights, dvalues: blank(values.length) }, placed, GRADIENT);
    const segment = 30;
    const copies = Math.ceil(rows / segment) * N;
    const ofWeights = { da: blank(copies * ka), db: blank(copies * kb), dc: blank(copies * kc) };
    const summands = { ...ofWeights, da_bias: blank(copies), db_bias: blank(copies) };
    await compareKernel(lowRankWeight, { values, dout, ...summands }, { ...dims, segment }, GRADIENT);
  });
});

describe('token_mix', () => {
  it.each([
    [1, 1, 1],
    [3, 23, 7],
  ])('GPU and WebAssembly equal the twin: B %i, L %i, D %i', async (B, L, D) => {
    const shares = six(Array(6).fill(D), 1);
    const x = randoms(B * L * D, 2);
    const state = randoms(B * D, 3);
    await compareKernel(shiftIn, { x, state, padded: blank(B * (L + 1) * D) }, { B, L, D }, OUTPUT);
    const dmixed = randoms(6 * B * L * D, 4);
    for (const padded of [0, 1]) {
      const dims = { B, L, D, padded };
      const values = randoms(B * (L + padded) * D, 5);
      await compareKernel(tokenMix, { values, ...shares, mixed: blank(dmixed.length) }, dims, OUTPUT);
      const segment = 20;
      const into = gradients(Array(6).fill(Math.ceil((B * L) / segment) * D));
      await compareKernel(tokenMixWeight, { values, dmixed, ...into }, { ...dims, segment }, GRADIENT);
    }
    await compareKernel(tokenMixInput, { dmixed, ...shares, dx: blank(x.length) }, { B, L, D }, GRADIENT);
  });
});
