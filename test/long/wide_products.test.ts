import { describe, it } from 'vitest';
import { expectAccumulates, expectVariantTwin, products } from '../support/products';
import { expectAgreement, expectDistrust, probedVariants } from '../support/variant_probe';

/** Products whose shaders take ten seconds each to compile on a software adapter. */
describe.each(products)('$kernel.name', ({ kernel, cases }) => {
  const slow = (kernel.variants ?? []).filter(({ compilesSlowly }) => compilesSlowly);

  it.each(slow.map(variant => [variant.name, variant] as const))(
    '%s gives what the twin gives wherever it runs',
    (_, variant) => expectVariantTwin(kernel, cases, variant),
  );
});

describe('what compiles slowly', () => {
  it.each(probedVariants(({ compilesSlowly }) => compilesSlowly === true))('%s passes the check', expectAgreement);

  it('matmul_nn_wide accumulates a second contribution', () => expectAccumulates('matmul_nn_wide'));

  it('matmul_nn_wide with another layout of quads does not pass, and the next variant is used', () =>
    expectDistrust('matmul_nn_wide'));
});
