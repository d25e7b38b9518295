import { describe, expect, it } from 'vitest';
import { dilatedConv } from '../../../../src/autodiff/ops/dilated_conv';
import { Tape } from '../../../../src/autodiff/tape';
import { type Backend, wholeOf } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { BYTES } from '../../../../src/gpu/dtype';
import type { AnyKernel } from '../../../../src/gpu/kernel';
import { dilatedConv as kernel } from '../../../../src/gpu/kernels/convolution/dilated_conv';
import { dilatedConvInput, dilatedConvWeight } from '../../../../src/gpu/kernels/convolution/dilated_conv_backward';
import { copy, firstElements } from '../../../../src/gpu/kernels/pointwise/copy';
import { Plan } from '../../../../src/gpu/plan';
import { chooseVariant } from '../../../../src/gpu/variants';
import { layerStateBytes } from '../../../../src/models/cost';
import { description as conv } from '../../../../src/models/mixers/conv/description';
import { forward } from '../../../../src/models/mixers/conv/forward';
import { type ConvShape, convCase } from '../../../support/conv_case';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { expectClose, GRADIENT, OUTPUT } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';

/** Runs x (B, L, D) through the carried form in pieces of the given lengths. Returns the outputs in order, (B, L, D). */
async function inPieces(
  backend: Backend,
  op: OpCase,
  shape: ConvShape,
  pieces: readonly number[],
): Promise<Float64Array> {
  const { B, L, D, K, dilation } = shape;
  const slots = (K - 1) * dilation + 1;
  const queue = await backend.allocate('queue', 'f32', B * slots * D * BYTES.f32);
  const weights = await Promise.all(
    Object.entries(op.parameters).map(async ([name, { data }]) => {
      const whole = wholeOf(await backend.allocate(name, 'f32', data.length * BYTES.f32));
      backend.write(whole, Float64Array.from(data));
      return whole;
    }),
  );
  const x = op.inputs.x?.data ?? [];
  const y = new Float64Array(B * L * D);
  let done = 0;
  for (const piece of pieces) {
    const tape = new Tape({ training: false });
    const input = tape.tensor('x', [B, piece, D], 'persistent');
    const before = {
      queue: tape.tensor('queue', [B, slots, D], 'persistent'),
      cursor: { ...tape.tensor('cursor', [4], 'persistent', 'i32'), values: Int32Array.of(done, 0, 0, 0) },
    };
    const [weight, bias] = [tape.parameter('weight', [2 * D, D, K]), tape.parameter('bias', [2 * D])];
    const output = dilatedConv(tape, { shape: [B, piece, D], data: input }, weight, bias, dilation, before);
    const result = tape.tensor('y', [B, piece, D], 'persistent');
    tape.run(copy, { source: output.data, destination: result }, firstElements(B * piece * D));
    const places = new Map([
      [before.queue, wholeOf(queue)],
      [weight.data, weights[0]],
      [bias.data, weights[1]],
    ]);
    const plan = await Plan.make(backend, {
      lists: { forward: tape.forward },
      placed: tensor => places.get(tensor),
    });
    const own = Float64Array.from({ length: B * piece * D }, (_, i) => {
      const b = Math.floor(i / (piece * D));
      return x[(b * L + done) * D + (i % (piece * D))] ?? Number.NaN;
    });
    plan.write(input, own);
    await plan.run(['forward']);
    const values = Float64Array.from(await plan.read(result));
    for (let b = 0; b < B; b++) y.set(values.subarray(b * piece * D, (b + 1) * piece * D), (b * L + done) * D);
    plan.destroy();
    done += piece;
  }
  expect(done).toBe(L);
  return y;
}

const CARRIED: [ConvShape, number[]][] = [
  [{ B: 2, L: 9, D: 5, K: 2, dilation: 1 }, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
  [{ B: 3, L: 23, D: 5, K: 3, dilation: 4 }, [1, 2, 1, 5, 1, 1, 9, 3]],
  [{ B: 1, L: 40, D: 7, K: 2, dilation: 3 }, [17, 1, 1, 20, 1]],
  [{ B: 2, L: 12, D: 3, K: 4, dilation: 16 }, [5, 1, 6]],
  [{ B: 2, L: 6, D: 3, K: 1, dilation: 2 }, [2, 1, 3]],
  // Pieces that go through workgroup memory.
  [{ B: 3, L: 70, D: 20, K: 3, dilation: 16 }, [23, 1, 46]],
];

describe('dilated_conv', () => {
  it.each([
    { B: 2, L: 7, D: 3, K: 2, dilation: 2 },
    { B: 1, L: 9, D: 2, K: 3, dilation: 4 },
    { B: 2, L: 1, D: 3, K: 2, dilation: 1 },
  ])('backward equals central differences: %o', shape => checkGradients(convCase(shape)));

  it.each(goldenCases('wavenet'))('$name: golden vectors of the mixer on both backends', async golden => {
    const { x, ...parameters } = golden.inputs;
    const [B = 1, L = 1, D = 1] = x.shape;
    const config = conv.schema.parse(golden.config);
    const op: OpCase = {
      inputs: { x, residual: { shape: x.shape, data: new Float64Array(B * L * D) } },
      parameters,
      record: (tape, input, parameter) => ({
        y: forward({ tape, config, parameter, x: input('x'), residual: input('residual'), B, L, D }),
      }),
    };
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const { outputs, gradients } = await runOp(backend, op, { y: golden.cotangents.y.data });
      expectClose(outputs.y ?? [], golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
      for (const [name, { data }] of Object.entries(golden.gradients)) {
        expectClose(gradients[name] ?? [], data, GRADIENT, `${backend.kind} d ${name}`);
      }
    }
  });

  it.each(CARRIED)('continues from its queue in pieces: %o %j', async (shape, pieces) => {
    const op = convCase(shape);
    const { outputs } = await runOp(new TwinBackend(), op, {});
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      expectClose(await inPieces(backend, op, shape, pieces), outputs.y ?? [], OUTPUT, backend.kind);
    }
  });

  it('goes through workgroup memory where that fills, else reads whole vec4s where channels allow', () => {
    const adapter = { subgroups: false };
    const none = new Set<string>();
    const chosen = (kernel: AnyKernel, extra: Readonly<Record<string, number>>): string => {
      const dims = { B: 8, L: 128, D: 40, K: 4, dilation: 4, ...extra };
      return chooseVariant(kernel, dims, adapter, new Map(), none).name;
    };
    const forward = { slots: 0, save: 1 };
    expect(chosen(kernel, forward)).toBe('dilated_conv_tiles');
    expect(chosen(kernel, { ...forward, slots: 13 })).toBe('dilated_conv_tiles');
    expect(chosen(kernel, { ...forward, K: 12 })).toBe('dilated_conv_tiles');
    expect(chosen(kernel, { ...forward, D: 256, K: 32 })).toBe('dilated_conv_tiles');
    expect(chosen(kernel, { ...forward, D: 256, K: 36 })).toBe('dilated_conv');
    expect(chosen(kernel, { ...forward, D: 16 })).toBe('dilated_conv_vec4');
    expect(chosen(kernel, { ...forward, D: 16, slots: 13 })).toBe('dilated_conv');
    expect(chosen(kernel, { ...forward, D: 42 })).toBe('dilated_conv');
    expect(chosen(kernel, { ...forward, K: 9 })).toBe('dilated_conv');
    expect(chosen(dilatedConvInput, {})).toBe('dilated_conv_input_tiles');
    expect(chosen(dilatedConvInput, { B: 1, L: 20 })).toBe('dilated_conv_input_vec4');
    const weight = { slots: 0, copies: 4 };
    expect(chosen(dilatedConvWeight, weight)).toBe('dilated_conv_weight_tiles');
    expect(chosen(dilatedConvWeight, { ...weight, slots: 13, K: 9, B: 1, L: 127 })).toBe('dilated_conv_weight_tiles');
    expect(chosen(dilatedConvWeight, { ...weight, D: 16 })).toBe('dilated_conv_weight_vec4');
    expect(chosen(dilatedConvWeight, { ...weight, D: 16, slots: 13 })).toBe('dilated_conv_weight');
    expect(chosen(dilatedConvWeight, { ...weight, D: 16, B: 1, L: 127 })).toBe('dilated_conv_weight');
  });

  it('records two dispatches forward and five backward, and one to decode', () => {
    const tape = new Tape({ training: true });
    const x = tape.variable('x', [2, 8, 4]);
    const residual = tape.variable('residual', [2, 8, 4]);
    const config = conv.schema.parse({ kernel: 2, dilation: 2 });
    const shapes = new Map(conv.parameters(config, 4).map(({ name, shape }) => [name, shape]));
    const parameter = (name: string) => tape.parameter(name, shapes.get(name) ?? []);
    forward({ tape, config, parameter, x, residual, B: 2, L: 8, D: 4 });
    expect([tape.forward.length, tape.backward.length]).toEqual([2, 5]);
  });

  it('stays finite for large inputs', async () => {
    const op = convCase({ B: 1, L: 4, D: 2, K: 2, dilation: 1 });
    const x = { shape: [1, 4, 2], data: new Float64Array(8).fill(1e4) };
    const { outputs } = await runOp(await gpuBackend(), { ...op, inputs: { x } }, {});
    expect(outputs.y?.every(value => Number.isFinite(value) && Math.abs(value) <= 1)).toBe(true);
  });

  it('depends on the tokens that its taps reach, and its state holds as many', () => {
    expect(conv.receptiveField(conv.schema.parse({}))).toBe(2);
    const config = conv.schema.parse({ kernel: 3, dilation: 8 });
    expect(conv.receptiveField(config)).toBe(17);
    expect(layerStateBytes(conv, config, 64, 1000)).toBe(16 * 64 * 4);
    expect(conv.flops(config, 64, 0)).toBeGreaterThan(2 * 64 * 64 * (2 * 3 + 1));
  });
});
