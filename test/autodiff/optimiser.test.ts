import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  buildOptimiserTable,
  type Contribution,
  type PlacedParameter,
  recordOptimiser,
  tileSize,
} from '../../src/autodiff/optimiser';
import { Tape } from '../../src/autodiff/tape';
import { alignElements, type Backend } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { HostArray } from '../../src/gpu/dtype';
import { Plan } from '../../src/gpu/plan';
import { goldenCases } from '../support/golden';
import { gpuBackend } from '../support/gpu';
import { expectClose, OUTPUT, randoms } from '../support/numbers';

/** Runs steps of the optimiser. `partials` and `hyper` are functions of the step, from 1. Results have two slots. */
async function optimise(
  backend: Backend,
  given: {
    readonly parameters: readonly PlacedParameter[];
    readonly contributions: readonly Contribution[];
    readonly initial: HostArray;
    readonly steps: number;
    readonly tile?: number;
    partials(step: number): HostArray;
    hyper(step: number): HostArray;
  },
): Promise<{ parameters: Float64Array[]; norms: number[]; moments: Float64Array }> {
  const table = buildOptimiserTable(given.parameters, given.contributions, given.tile);
  const E = alignElements(given.initial.length);
  const tape = new Tape({ training: false });
  const persistent = (label: string, shape: number[]) => tape.tensor(label, shape, 'persistent');
  const cursor = tape.tensor('cursor', [4], 'persistent', 'i32');
  const tensors = {
    tiles: { ...tape.tensor('tiles', [table.tiles.length], 'persistent', 'i32'), values: table.tiles },
    sources: { ...tape.tensor('sources', [table.sources.length], 'persistent', 'i32'), values: table.sources },
    squares: persistent('squares', [table.tileCount]),
    hyper: persistent('hyper', [8]),
    cursor,
    results: persistent('results', [2, 4]),
  };
  const page = {
    partials: persistent('partials', [given.partials(1).length]),
    gradients: persistent('gradients', [E]),
    parameters: persistent('parameters', [E]),
    moments: persistent('moments', [2, E]),
  };
  recordOptimiser(tape, table, { ...tensors, pages: [page] });
  const plan = await Plan.make(backend, { lists: { update: tape.forward }, placed: () => undefined });
  plan.write(page.parameters, given.initial);
  const parameters: Float64Array[] = [];
  const norms: number[] = [];
  for (let step = 1; step <= given.steps; step++) {
    plan.write(page.partials, given.partials(step));
    plan.write(tensors.hyper, given.hyper(step));
    plan.write(tensors.cursor, Int32Array.of(step, 0, 0, 0));
    await plan.run(['update']);
    parameters.push(Float64Array.from(await plan.read(page.parameters)).subarray(0, given.initial.length));
    norms.push(Number((await plan.read(tensors.results))[(step % 2) * 4 + 3]));
  }
  const moments = Float64Array.from(await plan.read(page.moments));
  plan.destroy();
  return { parameters, norms, moments };
}

const settings = z.object({
  lr: z.number(),
  betas: z.tuple([z.number(), z.number()]),
  eps: z.number(),
  weight_decay: z.number(),
  clip_norm: z.number(),
});

describe('optimiser', () => {
  it('lays out tiles that never span two parameters, and all sources of each', () => {
    const table = buildOptimiserTable(
      [
        { page: 0, offset: 0, size: 70, decay: true },
        { page: 0, offset: 128, size: 3, decay: false },
        { page: 0, offset: 192, size: 5, decay: true },
      ],
      [
        { parameter: 1, offset: 640, copies: 2 },
        { parameter: 0, offset: 64, copies: 4 },
        { parameter: 0, offset: 1024, copies: 1 },
      ],
      32,
    );
    expect([...table.tiles]).toEqual([
      ...[0, 32, 1, 0, 2],
      ...[32, 32, 1, 0, 2],
      ...[64, 6, 1, 0, 2],
      ...[128, 3, 0, 2, 1],
      ...[192, 5, 1, 3, 0],
    ]);
    expect([...table.sources]).toEqual([64, 70, 4, 1024, 70, 1, 512, 3, 2]);
    expect(table).toMatchObject({ tileCount: 5, sourceCount: 3, pages: [{ first: 0, tiles: 5, elements: 197 }] });
  });

  it('keeps the list of squares short', () => {
    expect(tileSize(17_000)).toBe(512);
    expect(tileSize(6_000_000)).toBe(8192);
  });

  it.each(goldenCases('adamw'))('$name: golden vectors on both backends', async golden => {
    const { lr, betas, eps, weight_decay, clip_norm } = settings.parse(golden.config);
    const { w, ...gradients } = golden.inputs;
    const n = w.data.length;
    // Three copies that add up to the gradient.
    const partials = (step: number): Float64Array => {
      const gradient = gradients[`g${step - 1}`]?.data ?? [];
      const parts = [randoms(n, step), randoms(n, step + 100)];
      const rest = gradient.map((value, i) => value - (parts[0]?.[i] ?? 0) - (parts[1]?.[i] ?? 0));
      return Float64Array.from([...parts.flatMap(part => [...part]), ...rest]);
    };
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { parameters, norms } = await optimise(backend, {
        parameters: [{ page: 0, offset: 0, size: n, decay: true }],
        contributions: [{ parameter: 0, offset: 0, copies: 3 }],
        initial: Float64Array.from(w.data),
        steps: 5,
        tile: 16,
        partials,
        hyper: t => Float64Array.of(lr, ...betas, eps, weight_decay, clip_norm, ...betas.map(beta => 1 - beta ** t)),
      });
      for (let step = 1; step <= 5; step++) {
        const expected = golden.outputs[`w${step}`]?.data ?? [];
        expectClose(parameters[step - 1] ?? [], expected, OUTPUT, `${backend.kind} w${step}`);
        const norm = Math.hypot(...(gradients[`g${step - 1}`]?.data ?? []));
        expectClose(norms.slice(step - 1, step), [norm], OUTPUT, `${backend.kind} norm ${step}`);
      }
    }
  });

  it('GPU equals twin with many parameters, contributions, and copies, without clipping', async () => {
    const sizes = [1, 63, 64, 65, 1000, 4099];
    let offset = 0;
    const parameters = sizes.map((size, i) => {
      const parameter = { page: 0, offset, size, decay: i % 2 === 0 };
      offset += Math.ceil(size / 64) * 64;
      return parameter;
    });
    let end = 0;
    const contributions = [0, 1, 2, 3, 4, 5, 4, 2].map((parameter, i) => {
      const contribution = { parameter, offset: end, copies: (i % 3) + 1 };
      end += Math.ceil(((sizes[parameter] ?? 0) * contribution.copies) / 64) * 64;
      return contribution;
    });
    const given = {
      parameters,
      contributions,
      initial: randoms(offset, 1),
      steps: 3,
      partials: (step: number) => randoms(end, step),
      hyper: (t: number) => Float64Array.of(0.01, 0.9, 0.95, 1e-8, 0.1, 0, 1 - 0.9 ** t, 1 - 0.95 ** t),
    };
    const expected = await optimise(new TwinBackend(), given);
    const actual = await optimise(await gpuBackend(), given);
    expected.parameters.forEach((values, i) => {
      expectClose(actual.parameters[i] ?? [], values, OUTPUT, `step ${i + 1}`);
    });
    expectClose(actual.moments, expected.moments, OUTPUT, 'moments');
    expectClose(actual.norms, expected.norms, OUTPUT, 'norms');
    const again = await optimise(await gpuBackend(), given);
    expect(again.parameters).toEqual(actual.parameters);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30])('reports a gradient of %d and changes no weight', async bad => {
    const initial = randoms(300, 1);
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      if (bad === 1e30 && backend.kind === 'twin') continue;
      const { parameters, norms, moments } = await optimise(backend, {
        parameters: [{ page: 0, offset: 0, size: 300, decay: true }],
        contributions: [{ parameter: 0, offset: 0, copies: 1 }],
        initial,
        steps: 1,
        partials: () => randoms(300, 2).with(170, bad),
        hyper: () => Float64Array.of(0.01, 0.9, 0.95, 1e-8, 0.1, 1, 0.1, 0.05),
      });
      expect(Number.isFinite(norms[0]), backend.kind).toBe(false);
      expect([...(parameters[0] ?? [])]).toEqual([...initial]);
      expect(moments.every(value => value === 0)).toBe(true);
    }
  });
});
