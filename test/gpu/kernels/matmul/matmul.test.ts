import { describe, expect, it } from 'vitest';
import type { Variant } from '../../../../src/gpu/kernel';
import { matmulSplits } from '../../../../src/gpu/kernels/matmul/matmul';
import { expectAccumulates, expectTwin, expectVariantTwin, products } from '../../../support/products';

describe.each(products)('$kernel.name', ({ kernel, cases }) => {
  it('agrees with the twin at every size', async () => {
    await expectTwin(kernel, { ...kernel, variants: undefined }, cases);
  });

  it.each((kernel.variants ?? []).map((variant): [string, Variant] => [variant.name, variant]))(
    '%s gives what the twin gives wherever it runs',
    (_, variant) => expectVariantTwin(kernel, cases, variant),
  );
});

describe('matmul_nn', () => {
  it.each(['matmul_nn', 'matmul_nn_tiles', 'matmul_nn_quad'])(
    '%s accumulates a second contribution',
    expectAccumulates,
  );
});

describe('matmulSplits', () => {
  it.each([
    [64, 256, 1024, 4, 256],
    [64, 256, 16384, 8, 2048],
    [64, 64, 1024, 4, 256],
    [512, 512, 512, 1, 512],
    [64, 64, 1, 1, 8],
    [89, 64, 1001, 4, 256],
  ])('%i x %i, sum over %i: %i of %i', (rows, columns, inner, splits, chunk) => {
    expect(matmulSplits(rows, columns, inner)).toEqual({ splits, chunk });
  });
});
