import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Parameter, Tape, type Var } from '../../../src/autodiff/tape';
import type { Backend } from '../../../src/gpu/backend';
import { CpuBackend } from '../../../src/gpu/backends/twin/cpu';
import { copy } from '../../../src/gpu/kernels/pointwise/copy';
import { Plan } from '../../../src/gpu/plan';
import { sizeOf, type Tensor } from '../../../src/gpu/tensor';
import { mamba } from '../../../src/models/mixers/mamba/description';
import { forward } from '../../../src/models/mixers/mamba/forward';
import { goldenCases } from '../../support/golden';
import { gpuBackend } from '../../support/gpu';
import { expectClose, GRADIENT, OUTPUT, randoms, type Tolerance } from '../../support/numbers';
import { checkGradients, type Given, type OpCase, runOp } from '../../support/op';

/** float64 against float64, both of whose ends are printed to nine digits. */
const TWIN: Tolerance = { relative: 1e-7, absolute: 1e-7 };

const goldenConfig = z.looseObject({ d_model: z.number() });

function configOf(config: Readonly<Record<string, unknown>>) {
  const { d_model, ...own } = goldenConfig.parse(config);
  return { D: d_model, own: mamba.schema.parse(own) };
}

/** mamba(x) alone: the residual is zero. */
function opCase(config: Readonly<Record<string, unknown>>, x: Given, parameters: Record<string, Given>): OpCase {
  const { D, own } = configOf(config);
  const [B = 1, L = 1] = x.shape;
  return {
    inputs: { x, residual: { shape: x.shape, data: new Float64Array(sizeOf(x.shape)) } },
    parameters,
    record: (tape, input, parameter) => ({
      y: forward({ tape, config: own, parameter, x: input('x'), residual: input('residual'), B, L, D }),
    }),
  };
}

function randomParameters(config: Readonly<Record<string, unknown>>): Record<string, Given> {
  const { D, own } = configOf(config);
  return Object.fromEntries(
    mamba.parameters(own, D).map(({ name, shape }, i) => [name, { shape, data: randoms(sizeOf(shape), i + 1) }]),
  );
}

/** The mixer over calls of `lengths` tokens, with carried state: outputs (B, L, D) and the states left behind. */
async function stream(
  backend: Backend,
  config: Readonly<Record<string, unknown>>,
  x: Given,
  given: Readonly<Record<string, Given>>,
  lengths: readonly number[],
): Promise<{ y: Float64Array; states: Map<string, Float64Array> }> {
  const { D, own } = configOf(config);
  const [B = 1, L = 1] = x.shape;
  const tape = new Tape({ training: false });
  const written: [Tensor, Float64Array][] = [];
  const persistent = (name: string, shape: readonly number[], data?: ArrayLike<number>): Tensor => {
    const tensor = tape.tensor(name, shape, 'persistent');
    if (data) written.push([tensor, Float64Array.from(data)]);
    return tensor;
  };
  const parameters = new Map<string, Parameter>(
    Object.entries(given).map(([name, { shape, data }]) => [
      name,
      { name, shape, data: persistent(name, shape, data) },
    ]),
  );
  const states = new Map(mamba.state(own, D, L).map(({ name, shape }) => [name, persistent(name, [B, ...shape])]));
  const find = <T>(known: ReadonlyMap<string, T>, name: string): T => {
    const found = known.get(name);
    if (found === undefined) throw new Error(`no '${name}'`);
    return found;
  };
  const cursor = tape.tensor('cursor', [4], 'persistent', 'i32');
  const results: { start: number; length: number; tensor: Tensor }[] = [];
  let start = 0;
  for (const length of lengths) {
    const from = start;
    const part = Array.from({ length: B }, (_, b) =>
      Array.from(x.data).slice((b * L + from) * D, (b * L + from + length) * D),
    ).flat();
    const shape = [B, length, D];
    const input = (name: string, data: ArrayLike<number>): Var => ({ shape, data: persistent(name, shape, data) });
    const y = forward({
      tape,
      config: own,
      parameter: name => find(parameters, name),
      x: input('x', part),
      residual: input('residual', new Float64Array(part.length)),
      B,
      L: length,
      D,
      carry: { state: name => find(states, name), cursor },
    });
    const tensor = persistent('y', shape);
    tape.run(copy, { source: y.data, destination: tensor }, { n: part.length });
    results.push({ start, length, tensor });
    start += length;
  }
  const plan = await Plan.make(backend, { lists: { forward: tape.forward }, placed: () => undefined });
  for (const [tensor, data] of written) backend.write(plan.view(tensor).memory, data);
  await plan.run(['forward']);
  const read = async (tensor: Tensor): Promise<Float64Array> => {
    const { memory, offset, elements } = plan.view(tensor);
    return Float64Array.from(await backend.read(memory, offset, elements));
  };
  const y = new Float64Array(B * L * D);
  for (const result of results) {
    const values = await read(result.tensor);
    const width = result.length * D;
    for (let b = 0; b < B; b++) y.set(values.subarray(b * width, (b + 1) * width), (b * L + result.start) * D);
  }
  const left = new Map<string, Float64Array>();
  for (const [name, tensor] of states) left.set(name, await read(tensor));
  plan.destroy();
  return { y, states: left };
}

describe('mamba', () => {
  it.each([
    [2, 5, { d_model: 3, d_state: 4 }],
    [1, 18, { d_model: 2, d_state: 3, d_conv: 2, expand: 3, dt_rank: 2 }],
    [2, 1, { d_model: 2, d_state: 1, d_conv: 1, expand: 1 }],
  ])('backward equals central differences: B %i, L %i, %j', (B, L, config) => {
    const x = { shape: [B, L, config.d_model], data: randoms(B * L * config.d_model, 20, 2) };
    return checkGradients(opCase(config, x, randomParameters(config)), { most: 12 });
  });

  it.each(goldenCases('mamba'))('$name: golden vectors on both backends', async golden => {
    const { x, ...parameters } = golden.inputs;
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const [output, gradient] = backend.kind === 'cpu' ? [TWIN, TWIN] : [OUTPUT, GRADIENT];
      const op = opCase(golden.config, x, parameters);
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y ?? [], golden.outputs.y.data, output, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name] ?? [], data, gradient, `${backend.kind} d ${name}`);
      }
    }
  });

  it.each(goldenCases('mamba'))('$name: token by token, and after a prefill, as in parallel', async golden => {
    const { x, ...parameters } = golden.inputs;
    const L = x.shape[1] ?? 1;
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const tolerance = backend.kind === 'cpu' ? TWIN : OUTPUT;
      const single = Array.from({ length: L }, () => 1);
      for (const lengths of [single, [L - 4, 1, 1, 1, 1], [2, L - 3, 1]]) {
        const { y, states } = await stream(backend, golden.config, x, parameters, lengths);
        expectClose(y, golden.outputs.y.data, tolerance, `${backend.kind} ${lengths.length} calls`);
        expectClose(states.get('ssm') ?? [], golden.outputs.last_state.data, tolerance, `${backend.kind} last_state`);
      }
    }
  });

  it('reads a long sequence in segments as in short calls, state carried in and out', async () => {
    const config = { d_model: 4, d_state: 5 };
    const L = 800;
    const x = { shape: [1, L, 4], data: randoms(L * 4, 20, 2) };
    const parameters = randomParameters(config);
    const single = await stream(new CpuBackend(), config, x, parameters, Array<number>(8).fill(100));
    for (const backend of [new CpuBackend(), await gpuBackend()]) {
      const tolerance = backend.kind === 'cpu' ? TWIN : OUTPUT;
      for (const lengths of [[L], [40, 700, 60], [400, 400]]) {
        const { y, states } = await stream(backend, config, x, parameters, lengths);
        expectClose(y, single.y, tolerance, `${backend.kind}, calls of ${lengths}`);
        expectClose(states.get('ssm') ?? [], single.states.get('ssm') ?? [], tolerance, `${backend.kind} state`);
      }
    }
  });

  it('has the parameters of what is selective, and learned vectors in place of the rest', () => {
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

  it('with a fixed Δ is what it is with a Δ that the token moves by nothing', async () => {
    const config = { d_model: 6, d_state: 4, dt_rank: 2 };
    const [B, L, R, E] = [2, 9, 2, 12];
    const x = { shape: [B, L, 6], data: randoms(B * L * 6, 20, 2) };
    const parameters = randomParameters(config);
    const still = { ...parameters, 'dt_proj.weight': { shape: [E, R], data: new Float64Array(E * R) } };
    const others = Object.entries(parameters).filter(([name]) => name !== 'dt_proj.weight');
    const withoutRank = { shape: [8, E], data: Array.from(parameters['x_proj.weight'].data).slice(R * E) };
    const fixed = { ...Object.fromEntries(others), 'x_proj.weight': withoutRank };
    const backend = new CpuBackend();
    const cotangents = { y: randoms(B * L * 6, 21) };
    const expected = await runOp(backend, opCase(config, x, still), cotangents);
    const actual = await runOp(backend, opCase({ ...config, selective_dt: false }, x, fixed), cotangents);
    expectClose(actual.outputs.y ?? [], expected.outputs.y, TWIN, 'y');
    for (const name of ['x', 'dt_proj.bias', 'A_log', 'in_proj.weight']) {
      expectClose(actual.gradients[name] ?? [], expected.gradients[name], TWIN, `d ${name}`);
    }
  });

  it('without a gate is what it is with a gate that lets all through', async () => {
    const config = { d_model: 4, d_state: 3 };
    const [B, L, D, E] = [2, 9, 4, 8];
    const parameters = randomParameters(config);
    const one = { shape: [B, L, D], data: randoms(B * L * D, 20, 2).map((value, i) => (i % D === 0 ? 1 : value)) };
    // z = 1.278… for every token, by the channel of x that is always 1: there silu(z) = 1.
    const open = Array.from(parameters['in_proj.weight'].data, (value, i) => {
      if (i < E * D) return value;
      return i % D === 0 ? 1.278464542761074 : 0;
    });
    const backend = new CpuBackend();
    const gated = { ...parameters, 'in_proj.weight': { shape: [2 * E, D], data: open } };
    const plain = { ...parameters, 'in_proj.weight': { shape: [E, D], data: open.slice(0, E * D) } };
    const expected = await runOp(backend, opCase(config, one, gated), {});
    const actual = await runOp(backend, opCase({ ...config, gate: 'none' }, one, plain), {});
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
