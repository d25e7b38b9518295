import { describe, expect, it } from 'vitest';
import { legendre } from '../../../src/lab/fixed_states/legendre';
import { fadingLegsState, legsState, rebuildFadingLegs, rebuildLegs } from '../../../src/lab/fixed_states/legs';
import { legtState, rebuildLegt } from '../../../src/lab/fixed_states/legt';
import { memories } from '../../../src/lab/fixed_states/memories';
import { rebuildRandom } from '../../../src/lab/fixed_states/random_state';
import { signalOf } from '../../../src/lab/fixed_states/signals';
import golden from '../../golden/hippo.json' with { type: 'json' };

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

const waves = (length: number, pieces = 3, seed = 1): Float64Array =>
  signalOf('waves', { length, pieces, seed, drawn: [] });

describe.each(golden.cases.map(one => [one.name, one] as const))('%s', (_, { config, inputs, outputs }) => {
  const f = Float64Array.from(inputs.f.data);
  const N = config.d_state;

  it('LegS with its scaled operator gives the last state and the signal of the reference', () => {
    expect(largest(legsState(f, N), outputs.states.data.slice(-N))).toBeLessThan(1e-8);
    expect(largest(rebuildLegs(f, N), outputs.reconstruction.data)).toBeLessThan(1e-7);
  });

  it('LegS with a fixed step gives the last state and the signal of the reference', () => {
    const window = 1 / config.dt;
    expect(largest(fadingLegsState(f, N, window), outputs.lti_states.data.slice(-N))).toBeLessThan(1e-8);
    expect(largest(rebuildFadingLegs(f, N, window), outputs.lti_reconstruction.data)).toBeLessThan(1e-7);
  });
});

it('orthonormal Legendre polynomials have the mean product 1 with themselves and 0 with the others', () => {
  const points = 20_000;
  const sums = Array.from({ length: 5 }, () => new Float64Array(5));
  for (let i = 0; i < points; i++) {
    const values = legendre(5, (2 * (i + 0.5)) / points - 1);
    for (let n = 0; n < 5; n++) for (let k = 0; k < 5; k++) sums[n][k] += (values[n] * values[k]) / points;
  }
  for (let n = 0; n < 5; n++) for (let k = 0; k < 5; k++) expect(sums[n][k]).toBeCloseTo(n === k ? 1 : 0, 6);
});

it.each([0, 1, 2, 5])('LegS and LegT hold a polynomial of degree %i whole', degree => {
  const [length, window] = [8000, 3000];
  const f = Float64Array.from({ length }, (_, j) => ((2 * j) / length - 1) ** degree);
  expect(largest(rebuildLegs(f, 8), f)).toBeLessThan(0.02);
  expect(largest(rebuildLegt(f, 8, window).slice(-window), f.slice(-window))).toBeLessThan(0.02);
});

it('the state of LegT is the mean product of its window with each polynomial', () => {
  const [L, window, N] = [20_000, 8000, 12];
  const f = waves(L);
  const expected = new Float64Array(N);
  for (let age = 0; age < window; age++) {
    const values = legendre(N, 1 - (2 * (age + 0.5)) / window);
    for (let n = 0; n < N; n++) expected[n] += (values[n] * f[L - 1 - age]) / window;
  }
  expect(largest(legtState(f, N, window), expected)).toBeLessThan(0.02);
});

it('a random state with as many numbers as samples loses nothing, and with fewer the rest is orthogonal to all that it can hold', () => {
  const few = waves(4);
  expect(largest(rebuildRandom(few, 4, 2, 3), few)).toBeLessThan(1e-6);
  const f = waves(12);
  const rebuilt = rebuildRandom(f, 5, 2, 3);
  expect(largest(rebuildRandom(rebuilt, 5, 2, 3), rebuilt)).toBeLessThan(1e-9);
  const rest = f.map((value, j) => value - rebuilt[j]);
  expect(Math.abs(rest.reduce((sum, value, j) => sum + value * rebuilt[j], 0))).toBeLessThan(1e-9);
});

it('more numbers rebuild a smooth signal better, LegS best of all over the whole past', () => {
  const f = waves(1024, 8);
  const errorOf = (name: string, N: number): number => {
    const rebuilt = memories.find(one => one.name === name)?.rebuild(f, { N, window: 512, seed: 1 }) ?? f;
    return Math.sqrt(f.reduce((sum, value, j) => sum + (value - rebuilt[j]) ** 2, 0) / f.length);
  };
  expect(memories.map(({ name }) => name)).toContain('LegS');
  for (const { name } of memories) expect(errorOf(name, 32)).toBeLessThan(errorOf(name, 4));
  for (const { name } of memories.filter(one => one.name !== 'LegS')) {
    expect(errorOf('LegS', 64)).toBeLessThan(errorOf(name, 64) / 3);
  }
});

it('a drawn signal passes through its points, with straight lines between them', () => {
  const f = signalOf('drawn', { length: 9, pieces: 1, seed: 1, drawn: [0, 1, -1] });
  expect([...f]).toEqual([0, 0.25, 0.5, 0.75, 1, 0.5, 0, -0.5, -1]);
});
