import { beforeAll, describe, expect, it } from 'vitest';
import type { WasmBuild } from '../../src/gpu/backends/wasm/source';
import { sigmoid, softplus } from '../../src/gpu/kernels/functions';
import { normalCdf } from '../../src/gpu/kernels/pointwise/gelu';
import type { Tolerance } from '../support/numbers';
import { type FunctionName, type WasmFunctions, wasmFunctions } from '../support/wasm_functions';

interface Bound extends Tolerance {
  readonly name: FunctionName;
  /** In float64. */
  readonly exact: (x: number) => number;
  /** Numbers that the function is meant for; absent: all. */
  readonly from?: number;
  readonly to?: number;
}

const LARGEST = 2 ** 128 - 2 ** 104;
const SMALLEST_NORMAL = 2 ** -126;

/** |result - exact| <= absolute + relative · |exact|. The functions' docstrings give the same figures. */
const BOUNDS: readonly Bound[] = [
  { name: 'exp', exact: Math.exp, to: 88.3, relative: 1e-7, absolute: 1.2e-38 },
  { name: 'sigmoid', exact: sigmoid, relative: 1.5e-7, absolute: 5e-39 },
  { name: 'tanh', exact: Math.tanh, relative: 2.5e-7, absolute: 0 },
  { name: 'softplus', exact: softplus, relative: 2.5e-7, absolute: 1.2e-38 },
  { name: 'oneMinusExp', exact: x => -Math.expm1(-x), from: 0, relative: 2e-7, absolute: 0 },
  { name: 'log', exact: Math.log, from: SMALLEST_NORMAL, to: LARGEST, relative: 2e-7, absolute: 0 },
  { name: 'geluOf', exact: gelu, from: -1, relative: 5e-7, absolute: 1e-44 },
  { name: 'geluOf', exact: gelu, from: -LARGEST, to: -1, relative: 8e-6, absolute: 1e-36 },
  { name: 'geluSlope', exact: geluSlope, relative: 0, absolute: 4e-7 },
];

function gelu(x: number): number {
  return x * normalCdf(x);
}

function geluSlope(x: number): number {
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  // Infinity · 0 is NaN.
  return normalCdf(x) + (density === 0 ? 0 : x * density);
}

/** One in 32,749 of all floats, so that every exponent has many, and floats around 0, the ends of the range, and where formulas change. */
const everywhere = Uint32Array.from({ length: 2 ** 17 }, (_, i) => Math.imul(i, 32749));
const special = [
  0,
  2 ** -149,
  2 ** -127,
  SMALLEST_NORMAL,
  LARGEST,
  0.34,
  0.625,
  1,
  2 ** 0.5,
  2 ** -0.5,
  14,
  87.33,
  88.3,
];
const around = Uint32Array.from(
  special.flatMap(x => [x, -x]).flatMap(x => Array.from({ length: 128 }, (_, i) => (bitsOf(x) + i - 64) >>> 0)),
);
const infinities = Uint32Array.of(bitsOf(Number.POSITIVE_INFINITY), bitsOf(Number.NEGATIVE_INFINITY), 0, 0);

function bitsOf(x: number): number {
  return new Uint32Array(Float32Array.of(x).buffer)[0] ?? 0;
}

function floatsOf(bits: Uint32Array): Float32Array {
  return new Float32Array(bits.buffer, bits.byteOffset, bits.length);
}

/** Inputs in pieces that one call takes. */
const pieces = [everywhere, around, infinities];

/** How many times its bound a function is off at most, and where. */
function worstOf(functions: WasmFunctions, { name, exact, from, to, relative, absolute }: Bound) {
  const worst = { x: Number.NaN, actual: Number.NaN, excess: 0 };
  let checked = 0;
  for (const bits of pieces) {
    const results = functions.apply(name, bits);
    for (const [i, x] of floatsOf(bits).entries()) {
      if (Number.isNaN(x) || x < (from ?? x) || x > (to ?? x)) continue;
      checked++;
      const actual = results[i] ?? Number.NaN;
      const expected = exact(x);
      if (actual === expected) continue;
      const excess = Math.abs(actual - expected) / (absolute + relative * Math.abs(expected));
      if (!(excess <= worst.excess)) Object.assign(worst, { x, actual, excess });
    }
  }
  expect(checked).toBeGreaterThan(30_000);
  return worst;
}

describe.each(['relaxed', 'plain'] as const satisfies WasmBuild[])('functions of src/wasm, the %s build', build => {
  let functions: WasmFunctions;
  beforeAll(async () => {
    functions = await wasmFunctions(build);
  });

  it.each(BOUNDS)('$name: relative error $relative, absolute $absolute', bound => {
    const { excess, x, actual } = worstOf(functions, bound);
    expect(excess, `at ${x}: ${actual}, not ${bound.exact(x)}`).toBeLessThanOrEqual(1);
  });

  it('exp is held where a float would overflow', () => {
    const held = Math.exp(Math.fround(88.3));
    for (const x of [88.4, 89, 1e10, LARGEST, Number.POSITIVE_INFINITY]) {
      const [y = 0] = functions.apply('exp', Uint32Array.of(bitsOf(x), 0, 0, 0));
      expect(Math.abs(y - held) / held).toBeLessThan(1e-7);
    }
  });

  it.each(['exp', 'sigmoid', 'tanh', 'softplus', 'oneMinusExp', 'geluOf', 'geluSlope'] as const)(
    '%s of NaN is NaN, so that a race that diverges is seen to',
    name =>
      expect(functions.apply(name, new Uint32Array(4).fill(bitsOf(Number.NaN)))).toEqual(
        new Float32Array(4).fill(Number.NaN),
      ),
  );

  it.each([
    ['exp', 'expOne'],
    ['log', 'logOne'],
  ] as const)('%s of four numbers and of one have the same bits', (four, one) => {
    for (const bits of pieces) {
      const [a, b] = [functions.apply(four, bits), functions.apply(one, bits)];
      expect(a.every((value, i) => Object.is(value, b[i]))).toBe(true);
    }
  });

  it.each([
    ['sineOf', Math.sin],
    ['cosineOf', Math.cos],
  ] as const)('%s of an angle in units of 2^-32 of a turn: within one unit in the last place', (name, exact) => {
    let worst = 0;
    for (const [i, y] of functions.apply(name, everywhere).entries()) {
      const expected = exact(((everywhere[i] ?? 0) / 2 ** 32) * 2 * Math.PI);
      // The angle itself is off by 4e-16 in float64.
      worst = Math.max(worst, Math.abs(y - expected) / (2 ** -23 * Math.abs(expected) + 1e-15));
    }
    expect(worst).toBeLessThanOrEqual(1);
  });
});
