import { expect, test } from 'vitest';
import { peakCopy, peakFlops, peakFma } from '../../../../src/gpu/kernels/peak/peak';
import { compareKernel } from '../../../support/kernel';

test.each([1, 2, 4, 8])('%i chains of multiply-adds are all done', async chains => {
  const dims = { invocations: 100, iterations: 5, scale: 0.75, shift: 0.5, chains };
  await compareKernel(peakFma, { sums: new Float64Array(dims.invocations) }, dims, { relative: 1e-5, absolute: 1e-5 });
});

test('every element is copied, in the last workgroup too', async () => {
  const quads = 64 * 8 + 3;
  const source = Float64Array.from({ length: 4 * quads }, (_, i) => Math.fround(Math.sin(i)));
  await compareKernel(peakCopy, { source, destination: source.map(() => -2) }, { quads }, { relative: 0, absolute: 0 });
});

test('a multiply-add counts as two operations', () => {
  expect(peakFlops({ invocations: 3, iterations: 5, chains: 2 })).toBe(3 * 5 * 2 * 4 * 4 * 2);
});
