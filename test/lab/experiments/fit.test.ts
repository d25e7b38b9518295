import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitExponential, fitLine, fitPowerLaw, halfWidth, upperHalf } from '../../../src/lab/experiments/fit';
import { growthWords } from '../../../src/lab/experiments/growth';
import { wilson } from '../../../src/lab/experiments/intervals';
import { answers, fitted } from '../../../src/lab/experiments/phrases';

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

  it('say nothing if there is no line', () => {
    expect(fitLine([])).toBeUndefined();
    expect(fitLine([{ x: 2, y: 1 }])).toBeUndefined();
    expect(
      fitPowerLaw([
        { x: 1, y: 0 },
        { x: 2, y: 3 },
      ]),
    ).toBeUndefined();
  });

  it('upperHalf starts at the geometric middle, or leaves five points', () => {
    const upper = (...from: number[]): number[] => upperHalf(from.map(x => ({ x, y: x }))).map(({ x }) => x);
    expect(upper(1, 2, 4, 8, 16, 32, 64, 128, 256)).toEqual([16, 32, 64, 128, 256]);
    expect(upper(1, 2, 4, 8, 16, 32, 64)).toEqual([4, 8, 16, 32, 64]);
    expect(upper(8, 1, 4, 2)).toEqual([1, 2, 4, 8]);
    expect(upper()).toEqual([]);
  });

  it('have the standard error of the textbook: of x 1 to 5 and y 2, 4, 5, 4, 5 it is the root of 0.08', () => {
    const line = fitLine([2, 4, 5, 4, 5].map((y, i) => ({ x: i + 1, y })));
    expect(line?.slope).toBeCloseTo(0.6);
    expect(line?.error).toBeCloseTo(Math.sqrt(0.08));
    // Student's t of three degrees of freedom.
    expect(line && halfWidth(line)).toBeCloseTo(3.182 * Math.sqrt(0.08), 3);
    expect(fitLine([1, 2].map(x => ({ x, y: x })))?.error).toBeNull();
  });

  it('leave out NaN and numbers without a logarithm', () => {
    const y = [1, 2, 4, Number.NaN, 0, 8];
    expect(fitPowerLaw(y.map((value, i) => ({ x: 2 ** i, y: value })))?.points).toBe(4);
  });
});

describe('a fit in words', () => {
  const growing = (n: number) => Array.from({ length: n }, (_, i) => ({ x: 2 ** i, y: 3 * 2 ** i }));

  it('says its error and points; three points are too few', () => {
    expect(growthWords({ bytes: growing(9) })).toBe(
      'growth exponents ± standard error from 16 to 256 tokens: bytes 1.00 ± < 0.01 (5 points)',
    );
    expect(growthWords({ bytes: growing(3) })).toBe(
      'growth exponents from 1 to 4 tokens: too few points to tell (3; 5 are needed)',
    );
    expect(growthWords({ bytes: [{ x: 64, y: 2 }] })).toBe(
      'growth exponents at 64 tokens: too few points to tell (1; 5 are needed)',
    );
    expect(growthWords({ bytes: [] })).toBeUndefined();
    expect(growthWords({ bytes: growing(5).map(({ x }) => ({ x, y: 0 })) })).toContain('bytes 0 throughout');
  });

  it('says that noise is too uncertain to tell', () => {
    const noise = [1, 9, 2, 11, 5, 1].map((y, i) => ({ x: 2 ** i, y }));
    expect(growthWords({ time: noise })).toMatch(/time too uncertain to tell \(−?\d\.\d\d ± \d\.\d\d, 5 points\)/);
  });

  it('never shows a negative zero', () => {
    expect(fitted(-0.0001, { error: 0.0004, points: 6 })).toBe('0.00 ± < 0.01 (6 points)');
  });
});

describe('an accuracy', () => {
  it('has the interval of Wilson: 7 of 10 is 39.7 % to 89.2 %, and 4 of 4 is no certainty', () => {
    const [low, high] = wilson(0.7, 10);
    expect(low).toBeCloseTo(0.3968, 4);
    expect(high).toBeCloseTo(0.8922, 4);
    expect(wilson(1, 4)[0]).toBeCloseTo(0.5101, 4);
    expect(wilson(1, 4)[1]).toBe(1);
    expect(wilson(0, 0)).toEqual([0, 1]);
    expect(answers(1, 4)).toBe('100.0 % of 4 answers (95 % interval 51.0 % to 100.0 %)');
  });
});
