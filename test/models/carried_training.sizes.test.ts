import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { BlockConfig } from '../../src/models/config';
import { findMixer, blockForms as forms } from '../../src/models/registry';
import { gpuBackend } from '../support/gpu';
import { freshCarry, mixerCase } from '../support/mixer_case';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../support/numbers';
import { checkGradients, type Given, type OpCase, runOp } from '../support/op';
import { sizes } from '../support/sizes';

/** Forms that the registry lacks: wide heads, and a convolution whose queue wraps around. */
const others: BlockConfig[] = [
  { mixer: 'linear_attention', heads: 1 },
  { mixer: 'conv', kernel: 3, dilation: 3 },
];

const pieced = [...forms, ...others].filter(({ mixer }) => findMixer(mixer).trainsWholeOnly === undefined);
const isPlain = (form: BlockConfig) => Object.keys(form).length === 1;
/** Every mixer; the long tests have its other forms. */
const onGpu = sizes(
  pieced.filter(isPlain),
  pieced.filter(form => !isPlain(form)),
);

const [B, L, D, FIRST] = [2, 12, 16, 7];

/** Tokens `from` to `to` of (B, L, D). */
function tokens({ data }: Given, from: number, to: number): Given {
  const rows = Array.from({ length: B }, (_, b) => Array.from(data).slice((b * L + from) * D, (b * L + to) * D));
  return { shape: [B, to - from, D], data: Float64Array.from(rows.flat()) };
}

/** Tokens `from` to `to` of a case, with the carried state `carried`. */
function piece(form: BlockConfig, from: number, to: number, carried: Readonly<Record<string, Given>>): OpCase {
  const { inputs } = mixerCase(form, B, L, D);
  const own = Object.entries(inputs).map(([name, given]): [string, Given] => [name, tokens(given, from, to)]);
  const cursor = { shape: [4], data: Int32Array.of(from, 0, 0, 0) };
  const case_ = mixerCase(form, B, to - from, D, { ...carried, cursor });
  return { ...case_, inputs: Object.fromEntries(own) };
}

/** The second piece, from the state that the first leaves in training. */
async function second(form: BlockConfig): Promise<OpCase> {
  const fresh = freshCarry(form, B, D, L);
  const { carried } = await runOp(new TwinBackend(), piece(form, 0, FIRST, fresh), {});
  const left = Object.entries(fresh).map(([name, { shape }]): [string, Given] => [
    name,
    { shape, data: carried[name] ?? [] },
  ]);
  return piece(form, FIRST, L, Object.fromEntries(left));
}

describe.each([...forms, ...others].map(form => [JSON.stringify(form), form] as const))(
  'training of %s from a carried state',
  (_, form) => {
    if (findMixer(form.mixer).trainsWholeOnly !== undefined) {
      it('is refused', () => expect(second(form)).rejects.toThrow(/cache|cannot train from a carried state/));
      return;
    }

    it('gives the outputs of the whole sequence, and leaves its state', async () => {
      const whole = await runOp(new TwinBackend(), mixerCase(form, B, L, D, freshCarry(form, B, D, L)), {});
      const parallel = await runOp(new TwinBackend(), mixerCase(form, B, L, D), {});
      const { outputs, carried } = await runOp(new TwinBackend(), await second(form), {});
      const expected = tokens({ shape: [], data: parallel.outputs.y ?? [] }, FIRST, L);
      const tolerance = { relative: 1e-9, absolute: 1e-9 };
      expectClose(outputs.y, expected.data, tolerance, 'y');
      for (const [name, values] of Object.entries(whole.carried)) {
        if (name !== 'cursor') expectClose(carried[name], values, tolerance, name);
      }
    });

    it('has the gradients of the piece', async () => checkGradients(await second(form), { most: 5 }));
  },
);

it.each(onGpu.map(form => [JSON.stringify(form), form] as const))(
  'training of %s from a carried state is the same on a GPU',
  async (_, form) => {
    const op = await second(form);
    const cotangents = { y: randoms(B * (L - FIRST) * D, 9) };
    const expected = await runOp(new TwinBackend(), op, cotangents);
    const actual = await runOp(await gpuBackend(), op, cotangents);
    expectClose(actual.outputs.y, expected.outputs.y, OUTPUT, 'y');
    for (const [name, values] of Object.entries(expected.gradients)) {
      expectClose(actual.gradients[name], values, GRADIENT, `d ${name}`);
    }
    for (const [name, values] of Object.entries(expected.carried)) {
      expectClose(actual.carried[name], values, OUTPUT, name);
    }
  },
);
