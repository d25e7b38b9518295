import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitExponential, fitLine, fitPowerLaw, upperHalf } from '../../../src/lab/experiments/fit';

const xs = [128, 256, 512, 1024, 2048, 4096];

describe('fits', () => {
  it('find the exponent of an exact power law', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (p, c) => {
          const law = fitPowerLaw(xs.map(x => ({ x, y: c * x ** p })));
          expect(law?.exponent).toBeCloseTo(p, 6);
          expect((law?.coefficient ?? 0) / c).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it('agree with a least-squares line worked out by hand', () => {
    const line = fitLine([
      { x: 0, y: 1 },
      { x: 1, y: 2 },
      { x: 2, y: 2 },
    ]);
    expect(line?.slope).toBeCloseTo(0.5);
    expect(line?.intercept).toBeCloseTo(7 / 6);
    expect(line?.r2).toBeCloseTo(0.75);
  });

  it('take a constant for exponent 0 and an exact fit', () => {
    expect(fitPowerLaw(xs.map(x => ({ x, y: 7 })))).toMatchObject({ exponent: 0, r2: 1, points: 6 });
  });

  it('find the factor of an exponential', () => {
    expect(fitExponential([0, 1, 5, 9].map(x => ({ x, y: 3 * 0.8 ** x })))?.factor).toBeCloseTo(0.8);
  });

  it('say nothing where there is no line', () => {
    expect(fitLine([])).toBeUndefined();
    expect(fitLine([{ x: 2, y: 1 }])).toBeUndefined();
    expect(
      fitPowerLaw([
        { x: 1, y: 0 },
        { x: 2, y: 3 },
      ]),
    ).toBeUndefined();
  });

  it('upperHalf starts at the geometric middle, or leaves three points', () => {
    expect(upperHalf([1, 4, 16, 64, 256].map(x => ({ x, y: x }))).map(({ x }) => x)).toEqual([16, 64, 256]);
    expect(upperHalf([8, 1, 4, 2].map(x => ({ x, y: x }))).map(({ x }) => x)).toEqual([2, 4, 8]);
    expect(upperHalf([])).toEqual([]);
  });
});
