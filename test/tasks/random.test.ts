import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { philox, Random } from '../../src/tasks/random';

function hex(counter: number[], key: number[]): string {
  const out = new Uint32Array(4);
  philox(counter, key, out);
  return Array.from(out, word => word.toString(16).padStart(8, '0')).join(' ');
}

/** Philox4x32-10 in 64-bit arithmetic, from the paper's definition. */
function philoxBigInt(counter: number[], key: number[]): string {
  let [a, b, c, d] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const first = 0xd2511f53n * a;
    const second = 0xcd9e8d57n * c;
    [a, b, c, d] = [(second >> 32n) ^ b ^ k0, second & mask, (first >> 32n) ^ d ^ k1, first & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [a, b, c, d].map(word => word.toString(16).padStart(8, '0')).join(' ');
}

describe('philox', () => {
  test('gives the known answers of Random123', () => {
    const ones = 0xffffffff;
    expect(hex([0, 0, 0, 0], [0, 0])).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    expect(hex([ones, ones, ones, ones], [ones, ones])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
    expect(hex([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    );
  });

  test('agrees with 64-bit arithmetic everywhere', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        expect(hex(counter, key)).toBe(philoxBigInt(counter, key));
      }),
    );
  });
});

describe('Random', () => {
  const draw = (random: Random) => Array.from({ length: 9 }, () => random.next());

  test('is a pure function of seed, purpose, and sequence', () => {
    expect(draw(new Random(7, 'train', 3))).toEqual(draw(new Random(7, 'train', 3)));
    const others = [
      new Random(8, 'train', 3),
      new Random(7, 'validation', 3),
      new Random(7, 'train', 4),
      new Random(7, 'train', 3 + 2 ** 32),
    ];
    const all = [new Random(7, 'train', 3), ...others].flatMap(draw);
    expect(new Set(all).size).toBe(all.length);
  });

  test('below(n) stays below n, at both ends of the range', () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 2 ** 32 }), fc.constant(2 ** 32));
    fc.assert(
      fc.property(fc.nat(), sizes, (seed, n) => {
        const x = new Random(seed, 'train').below(n);
        return Number.isInteger(x) && x >= 0 && x < n;
      }),
    );
  });

  test('below(n) is uniform, also where n does not divide 2^32', () => {
    const random = new Random(1, 'train');
    const n = 3 * 2 ** 30;
    const thirds = [0, 0, 0];
    // Without rejection, multiples of three would come twice as often as the rest.
    for (let i = 0; i < 30000; i++) thirds[random.below(n) % 3]++;
    for (const count of thirds) expect(Math.abs(count - 10000)).toBeLessThan(400);
  });

  test('uniform() lies strictly between 0 and 1 and has mean 1/2', () => {
    const random = new Random(2, 'train');
    const draws = Array.from({ length: 10000 }, () => random.uniform());
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(draws.reduce((a, b) => a + b) / 10000).toBeCloseTo(0.5, 1);
  });

  test('distinct() gives different numbers, and every order equally often', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 50 }), (seed, count) => {
        const chosen = new Random(seed, 'train').distinct(count, 50);
        expect(new Set(chosen).size).toBe(count);
        expect(chosen.every(x => x >= 0 && x < 50)).toBe(true);
      }),
    );
    const orders = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = new Random(seed, 'train').distinct(3, 3).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
