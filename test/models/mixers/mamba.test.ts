import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Tape } from '../../../src/autodiff/tape';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { sizeOf } from '../../../src/gpu/tensor';
import type { BlockConfig } from '../../../src/models/config';
import { description as mamba } from '../../../src/models/mixers/mamba/description';
import { forward } from '../../../src/models/mixers/mamba/forward';
import { gpuBackend } from '../../support/gpu';
import { mixerOp } from '../../support/mixer_case';
import { streamMixer } from '../../support/mixer_stream';
import { expectClose, OUTPUT, randoms, TWIN } from '../../support/numbers';
import { checkGradients, type Given, runOp } from '../../support/op';

const goldenConfig = z.looseObject({ d_model: z.number() });

function configOf(config: Readonly<Record<string, unknown>>) {
  const { d_model, ...own } = goldenConfig.parse(config);
  return { D: d_model, own: mamba.schema.parse(own) };
}

function blockOf({ d_model, ...own }: Readonly<Record<string, unknown>>): BlockConfig {
  return { mixer: 'mamba', ...own };
}

function randomParameters(config: Readonly<Record<string, unknown>>): Record<string, Given> {
  const { D, own } = configOf(config);
  return Object.fromEntries(
    mamba.parameters(own, D).map(({ name, shape }, i) => [name, { shape, data: randoms(sizeOf(shape), i + 1) }]),
  );
}

describe('mamba', () => {
  it.each([
    [2, 5, { d_model: 3, d_state: 4 }],
    [1, 18, { d_model: 2, d_state: 3, d_conv: 2, expand: 3, dt_rank: 2 }],
    [2, 1, { d_model: 2, d_state: 1, d_conv: 1, expand: 1 }],
  ])('backward equals central differences: B %i, L %i, %j', (B, L, config) => {
    const x = { shape: [B, L, config.d_model], data: randoms(B * L * config.d_model, 20, 2) };
    return checkGradients(mixerOp(blockOf(config), { x, ...randomParameters(config) }), { most: 12 });
  });

  it('reads a long sequence in segments as in short calls, state carried in and out', async () => {
    const config = { d_model: 4, d_state: 5 };
    const L = 800;
    const x = { shape: [1, L, 4], data: randoms(L * 4, 20, 2) };
    const parameters = randomParameters(config);
    const single = await streamMixer(new TwinBackend(), blockOf(config), x, parameters, Array<number>(8).fill(100));
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const tolerance = backend.kind === 'twin' ? TWIN : OUTPUT;
      for (const lengths of [[L], [40, 700, 60], [400, 400]]) {
        const { y, states } = await streamMixer(backend, blockOf(config), x, parameters, lengths);
        expectClose(y, single.y, tolerance, `${backend.kind}, calls of ${lengths}`);
        expectClose(
          states.get('ssm')?.values ?? [],
          single.states.get('ssm')?.values ?? [],
          tolerance,
          `${backend.kind} state`,
        );
      }
    }
  });

  it('has parameters for the selective parts, and learned vectors instead of the others', () => {
    const shapesOf = (config: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        mamba
          .parameters(mamba.schema.parse({ d_state: 5, dt_rank: 3, ...config }), 8)
          .map(spec => [spec.name, spec.shape]),
      );
    const whole = shapesOf({});
    expect(whole).toMatchObject({ 'in_proj.weight': [32, 8], 'x_proj.weight': [13, 16], 'dt_proj.weight': [16, 3] });
    expect(Object.keys(whole)).not.toContain('B');
    const none = shapesOf({ selective_dt: false, selective_B: false, selective_C: false, gate: 'none' });
    expect(none).toMatchObject({ 'in_proj.weight': [16, 8], BC: [10], 'dt_proj.bias': [16] });
    expect(Object.keys(none).filter(name => /^(x|dt)_proj.weight/.test(name))).toEqual([]);
    expect(shapesOf({ selective_dt: false })).toMatchObject({ 'x_proj.weight': [10, 16] });
    expect(shapesOf({ selective_B: false })).toMatchObject({ 'x_proj.weight': [8, 16], B: [5] });
    expect(shapesOf({ selective_C: false })).toMatchObject({ 'x_proj.weight': [8, 16], C: [5] });
    expect(shapesOf({ selective_dt: false, selective_B: false })).toMatchObject({ 'x_proj.weight': [5, 16], B: [5] });
  });

  it.each([
    ['real', [-1, -2, -3, -1]],
    ['constant', [-0.5, -0.5, -0.5, -0.5]],
    ['random', [-Math.E, -Math.E, -Math.E, -Math.E]],
  ])('begins with A %s', (a_init, expected) => {
    const config = mamba.schema.parse({ d_state: 3, a_init });
    const rates = mamba.parameters(config, 8).find(({ name }) => name === 'A_log');
    const values = new Float32Array(4);
    rates?.initialise(values, { uniform: () => 0.5, normal: () => 1 });
    expectClose(
      Array.from(values, value => -Math.exp(value)),
      expected,
      OUTPUT,
      'A',
    );
  });

  it.each([
    [{}, [1e-3, 1e-2, 0.1]],
    [{ dt_min: 1e-5 }, [1e-5, 1e-3, 0.1]],
  ])('begins with Δ from its least one to 0.1: %o', (options, expected) => {
    const biases = mamba.parameters(mamba.schema.parse(options), 8).find(({ name }) => name === 'dt_proj.bias');
    const delta = [0, 0.5, 1].map(drawn => {
      const values = new Float32Array(1);
      biases?.initialise(values, { uniform: () => drawn, normal: () => 0 });
      return Math.log1p(Math.exp(values[0] ?? Number.NaN));
    });
    expectClose(delta, expected, { relative: 1e-4, absolute: 0 }, 'Δ');
  });

  it('with a fixed Δ equals one with a Δ that the token does not change', async () => {
    const config = { d_model: 6, d_state: 4, dt_rank: 2 };
    const [B, L, R, E] = [2, 9, 2, 12];
    const x = { shape: [B, L, 6], data: randoms(B * L * 6, 20, 2) };
    const parameters = randomParameters(config);
    const still = { ...parameters, 'dt_proj.weight': { shape: [E, R], data: new Float64Array(E * R) } };
    const others = Object.entries(parameters).filter(([name]) => name !== 'dt_proj.weight');
    const withoutRank = { shape: [8, E], data: Array.from(parameters['x_proj.weight'].data).slice(R * E) };
    const fixed = { ...Object.fromEntries(others), 'x_proj.weight': withoutRank };
    const backend = new TwinBackend();
    const cotangents = { y: randoms(B * L * 6, 21) };
    const expected = await runOp(backend, mixerOp(blockOf(config), { x, ...still }), cotangents);
    const actual = await runOp(
      backend,
      mixerOp(blockOf({ ...config, selective_dt: false }), { x, ...fixed }),
      cotangents,
    );
    expectClose(actual.outputs.y ?? [], expected.outputs.y, TWIN, 'y');
    for (const name of ['x', 'dt_proj.bias', 'A_log', 'in_proj.weight']) {
      expectClose(actual.gradients[name] ?? [], expected.gradients[name], TWIN, `d ${name}`);
    }
  });

  it('without a gate equals one with an open gate', async () => {
    const config = { d_model: 4, d_state: 3 };
    const [B, L, D, E] = [2, 9, 4, 8];
    const parameters = randomParameters(config);
    const one = { shape: [B, L, D], data: randoms(B * L * D, 20, 2).map((value, i) => (i % D === 0 ? 1 : value)) };
    // z = 1.278… for every token, by the channel of x that is always 1: there silu(z) = 1.
    const open = Array.from(parameters['in_proj.weight'].data, (value, i) => {
      if (i < E * D) return value;
      return i % D === 0 ? 1.278464542761074 : 0;
    });
    const backend = new TwinBackend();
    const gated = { ...parameters, 'in_proj.weight': { shape: [2 * E, D], data: open } };
    const plain = { ...parameters, 'in_proj.weight': { shape: [E, D], data: open.slice(0, E * D) } };
    const expected = await runOp(backend, mixerOp(blockOf(config), { x: one, ...gated }), {});
    const actual = await runOp(backend, mixerOp(blockOf({ ...config, gate: 'none' }), { x: one, ...plain }), {});
    expectClose(actual.outputs.y ?? [], expected.outputs.y, TWIN, 'y');
  });

  it('takes 6 dispatches forward and at most 12 backward', () => {
    const tape = new Tape({ training: true });
    const config = mamba.schema.parse({});
    const parameters = new Map(
      mamba.parameters(config, 8).map(spec => [spec.name, tape.parameter(spec.name, spec.shape)]),
    );
    forward({
      tape,
      config,
      parameter: name => parameters.get(name) ?? tape.parameter(name, []),
      x: tape.variable('x', [2, 9, 8]),
      residual: tape.variable('residual', [2, 9, 8]),
      B: 2,
      L: 9,
      D: 8,
    });
    expect(tape.forward.length).toBe(6);
    expect(tape.backward.length).toBeLessThanOrEqual(12);
    expect(tape.partials.map(({ parameter }) => parameter.name).sort()).toEqual([...parameters.keys()].sort());
  });
});
