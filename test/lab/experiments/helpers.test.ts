import { describe, expect, it } from 'vitest';
import { doublings } from '../../../src/doublings';
import { toCsv } from '../../../src/lab/experiments/csv';
import { testShape } from '../../../src/lab/experiments/instruments/score_length';
import { exponent, interval, percent } from '../../../src/lab/experiments/phrases';
import { scaledFamily, sizeFamily } from '../../../src/lab/experiments/scaled_family';
import { countParameters } from '../../../src/models/cost';
import { defineModel } from '../../../src/models/model';
import { significant, tickNumber } from '../../../src/ui/format';

describe('toCsv', () => {
  it('writes columns in order, quotes what needs it, and leaves null empty', () => {
    const rows = [
      { b: 1.5, a: 'plain' },
      { a: 'says "x", twice\nover', b: null },
    ];
    expect(toCsv([{ key: 'a' }, { key: 'b' }], rows)).toBe('a,b\nplain,1.5\n"says ""x"", twice\nover",\n');
  });
});

describe('doublings', () => {
  it('are the powers of two between the ends, and the ends', () => {
    expect(doublings(64, 512)).toEqual([64, 128, 256, 512]);
    expect(doublings(3, 20)).toEqual([3, 4, 8, 16, 20]);
    expect(doublings(7, 7)).toEqual([7]);
  });
});

describe('numbers in words', () => {
  it('show 0 % only for 0 and 100 % only for 1', () => {
    expect([0, 1e-5, 0.0004, 0.0005, 0.5, 0.9994, 0.9995, 0.99999, 1].map(percent)).toEqual([
      ...['0.0 %', '< 0.1 %', '< 0.1 %', '0.1 %', '50.0 %', '99.9 %', '> 99.9 %', '> 99.9 %', '100.0 %'],
    ]);
    expect(interval(0, 30)).toMatch(/^95 % interval 0\.0 % to/);
    expect(interval(1, 30)).toMatch(/to 100\.0 %$/);
    expect([0, 3e-8, -3e-8, 2e-6, 0.0123].map(value => significant(value))).toEqual([
      ...['0.00', '3.0e-8', '-3.0e-8', '0.000002', '0.0123'],
    ]);
    // The loss of a contender that diverged.
    expect([81861002919936000, -1e6, 999_999].map(value => significant(value))).toEqual([
      '8.19e+16',
      '-1.00e+6',
      '999999',
    ]);
    expect([2e18, 1.5e6, 0.25, 500_000].map(tickNumber)).toEqual(['2e+18', '1.5e+6', '0.25', '500000']);
  });

  it('never show a negative zero', () => {
    expect(exponent(-0.001)).toBe('0.00');
    expect(exponent(-0.257)).toBe('−0.26');
    expect(percent(0.9876)).toBe('98.8 %');
  });
});

describe('testShape', () => {
  const limits = { tokens: 2 ** 17, fewest: 8, most: 256, state_megabytes: 1 };
  it('bounds the tokens of a length, and the tokens that are read at once', () => {
    expect(testShape(64, limits)).toEqual({ B: 256, batches: 1 });
    expect(testShape(1024, limits)).toEqual({ B: 16, batches: 8 });
    expect(testShape(2 ** 20, limits)).toEqual({ B: 8, batches: 1 });
  });
});

describe('sizeFamily', () => {
  it('finds the width whose parameters come nearest, MLP included', () => {
    const family = scaledFamily.parse({ name: 'T', blocks: [{ mixer: 'attention', heads: 4 }], mlp_ratio: 2 });
    const { config, parameters } = sizeFamily(family, 20, 9000);
    const at = (d_model: number): number =>
      countParameters(
        defineModel({ vocab_size: 20, d_model, blocks: [{ mixer: 'attention', heads: 4, mlp: 2 * d_model }] }),
      );
    expect(parameters).toBe(at(config.d_model));
    for (const other of [config.d_model - 8, config.d_model + 8]) {
      expect(Math.abs(at(other) - 9000)).toBeGreaterThanOrEqual(Math.abs(parameters - 9000));
    }
  });
});
