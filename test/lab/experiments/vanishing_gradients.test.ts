import { expect, it } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { gradientPoints, gradientRows } from '../../../src/lab/experiments/gradient_rows';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { runExperiment } from '../../../src/lab/experiments/run_experiment';
import { vanishingGradients } from '../../../src/lab/experiments/vanishing_gradients';
import { backends } from '../../support/backends';
import { materials, tiny } from './tiny';

it('a contender may have its own clipping: it starts like the others and trains differently', async () => {
  const rnn = { d_model: 8, blocks: [{ mixer: 'rnn' }] };
  // AdamW removes a common scale, except for its epsilon.
  const contenders = [
    { name: 'clipped', ...rnn, clip_norm: 1e-6 },
    { name: 'not clipped', ...rnn, clip_norm: null },
    { name: 'as the rest', ...rnn },
  ];
  const params = { ...tiny.vanishing_gradients?.params, clip_norm: null, contenders };
  const signal = new AbortController().signal;
  const run = { backend: new TwinBackend(), materials, params, signal };
  const { rows, error } = await runExperiment(findExperiment('vanishing_gradients'), run);
  expect(error).toBeUndefined();
  const gradients = (name: string, steps: number): unknown[] =>
    rows.filter(row => row.contender === name && row.steps === steps).map(({ gradient }) => gradient);
  expect(gradients('clipped', 0)).toEqual(gradients('not clipped', 0));
  expect(gradients('clipped', 2)).not.toEqual(gradients('not clipped', 2));
  expect(gradients('as the rest', 2)).toEqual(gradients('not clipped', 2));
});

/** A gradient that each token back multiplies by 0.435, in float32. */
const fading = Float32Array.from({ length: 128 }, (_, distance) => 0.01 * 0.435 ** distance);
const seen = { numbers: 'float32', field: null, diverged: false } as const;

it('values that float32 cannot hold give no number, and the sentence says so', () => {
  expect(fading[127]).toBe(0);
  const rows = gradientRows('RNN', 0, [{ points: gradientPoints(fading, seen) }]);
  expect(rows.at(-1)).toEqual({
    contender: 'RNN',
    steps: 0,
    distance: 127,
    gradient: null,
    gradient_low: null,
    gradient_high: null,
    relative: null,
    seeds: 1,
    status: 'too small for float32',
  });
  expect(rows.at(-2)).toMatchObject({ distance: 64, status: 'measured' });
  const params = vanishingGradients.schema.parse({});
  expect(vanishingGradients.summary(rows, params)).toEqual([
    'RNN, after 0 steps: 1.7e-23 of the gradient one token back is left at distance 64, at distance 127 it is too small for float32; a factor of 0.435 a token, exponent −0.832 ± < 0.001 (7 points).',
  ]);
});

it('a window ends in an exact 0; explosion beyond float32 and divergence are reported', () => {
  const words = (change: object, norms: ArrayLike<number> = fading): string =>
    vanishingGradients.summary(
      gradientRows('Conv', 0, [{ points: gradientPoints(norms, { ...seen, ...change }) }]),
      vanishingGradients.schema.parse({}),
    )[0] ?? '';
  const beyond = fading.map((norm, distance) => (distance < 22 ? norm : 0));
  expect(words({ field: 22 }, beyond)).toContain('from distance 32 on it is exactly 0, beyond the receptive field');
  expect(gradientRows('Conv', 0, [{ points: gradientPoints(beyond, { ...seen, field: 22 }) }]).at(-1)).toMatchObject({
    gradient: 0,
  });
  const growing = fading.map((_, distance) => 4 ** distance);
  expect(words({}, growing)).toContain('from distance 64 on it is too large for float32');
  expect(words({ diverged: true })).toMatch(/after 0 steps: it had diverged\.$/);
});

it('more measurements than steps: each step is measured once', async () => {
  const rnn = { name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] };
  const params = { ...tiny.vanishing_gradients?.params, steps: 1, looks: 2, contenders: [rnn] };
  const progress: number[] = [];
  const { rows, error } = await runExperiment(findExperiment('vanishing_gradients'), {
    backend: new TwinBackend(),
    materials,
    params,
    signal: new AbortController().signal,
    onUpdate: update => void progress.push(update.progress),
  });
  expect(error).toBeUndefined();
  const places = rows.map(({ steps, distance }) => `${steps} ${distance}`);
  expect(new Set(places).size).toBe(places.length);
  expect([...new Set(rows.map(({ steps }) => steps))]).toEqual([0, 1]);
  expect(progress.at(-1)).toBe(1);
});

it('no factor is given if the exponent is too uncertain', () => {
  const scattered = fading.map((_, distance) => (Math.log2(distance) % 2 === 0 ? 1e-12 : 1) * 0.5 ** distance);
  const norms = scattered.slice(0, 17);
  const [words] = vanishingGradients.summary(
    gradientRows('RNN', 0, [{ points: gradientPoints(norms, seen) }]),
    vanishingGradients.schema.parse({}),
  );
  expect(words).toContain('too uncertain to tell');
  expect(words).not.toContain('a factor of');
});

it('a convolution that passes over tokens has an exact 0 there, and the places are those of the figures', async () => {
  const contenders = [{ name: 'Conv', d_model: 8, blocks: [{ mixer: 'conv', kernel: 2, dilation: 4 }] }];
  const params = { ...tiny.vanishing_gradients?.params, steps: 1, looks: 0, contenders };
  const task = { name: 'induction_heads', length: 32, vocabulary: 4 };
  const { rows, error } = await runExperiment(findExperiment('vanishing_gradients'), {
    backend: new TwinBackend(),
    materials,
    params: { ...params, task },
    signal: new AbortController().signal,
  });
  expect(error).toBeUndefined();
  expect(rows.map(({ distance, status }) => [distance, status])).toEqual([
    [0, 'measured'],
    [1, 'between taps'],
    [2, 'between taps'],
    [4, 'measured'],
    [8, 'beyond receptive field'],
    [16, 'beyond receptive field'],
    [31, 'beyond receptive field'],
  ]);
  expect(findExperiment('vanishing_gradients').summary(rows, params)).toEqual([
    'Conv, after 0 steps: at distances 1 and 2 it is exactly 0, between the taps, from distance 8 on it is exactly 0, beyond the receptive field; exponent too few points to tell (1; 5 are needed).',
  ]);
});

it.each(['wasm', 'webgpu'] as const)('%s: the rounding of FFTs is no gradient', async kind => {
  // Its filters fade by a hundred within 12 tokens.
  const hyena = { mixer: 'hyena', l_max: 8, kernel: 1 };
  const params = {
    ...tiny.vanishing_gradients?.params,
    ...{ steps: 1, looks: 0, task: { name: 'induction_heads', length: 128, vocabulary: 4 } },
    contenders: [{ name: 'Hyena', d_model: 8, blocks: [hyena] }],
  };
  const rowsOn = async (backend: Backend) => {
    const signal = new AbortController().signal;
    const run = await runExperiment(findExperiment('vanishing_gradients'), { backend, materials, params, signal });
    expect(run.error).toBeUndefined();
    return run.rows;
  };
  const [rows, exact] = [await rowsOn(await backends[kind]()), await rowsOn(new TwinBackend())];
  expect(exact.filter(({ distance }) => distance === 32)).toMatchObject([{ status: 'measured' }]);
  expect(rows.at(-1)).toMatchObject({ distance: 127, gradient: null, status: 'below the rounding of float32' });
  for (const [i, { gradient }] of rows.entries())
    if (typeof gradient === 'number') expect(gradient / Number(exact[i]?.gradient)).toBeCloseTo(1, 1);
  expect(findExperiment('vanishing_gradients').summary(rows, params)[0]).toMatch(
    /from distance \d+ on it is below the rounding of float32;/,
  );
});

it('a rate whose interval holds both growth and decay is too uncertain, and one that is 0 over all tokens is not', () => {
  const params = vanishingGradients.schema.parse({});
  const words = (norms: readonly number[]): string =>
    vanishingGradients.summary(gradientRows('RNN', 0, [{ points: gradientPoints(norms, seen) }]), params)[0] ?? '';
  const uneven = Array.from({ length: 17 }, (_, distance) => [1, 0.3, 1, 0.2, 0.5][Math.log2(distance)] ?? 1);
  expect(words(uneven)).toMatch(/exponent too uncertain to tell \(−?0\.0\d\d ± 0\.0\d\d, 5 points\)/);
  expect(words(uneven)).not.toContain('a factor');
  const even = Array.from({ length: 129 }, (_, distance) => 1 + 0.001 * Math.sin(distance));
  expect(words(even)).toMatch(/a factor of 1\.000 a token, exponent .* ± < 0\.001 \(8 points\)/);
});
