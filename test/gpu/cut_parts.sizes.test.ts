import { describe, expect, it } from 'vitest';
import { dilatedConv } from '../../src/autodiff/ops/dilated_conv';
import { WebGpuBackend } from '../../src/gpu/backends/webgpu/webgpu';
import type { HostArray } from '../../src/gpu/dtype';
import { Trainer } from '../../src/lab/race/trainer';
import { parallelLogits } from '../../src/lab/sampling/logits';
import { ParameterArena } from '../../src/models/arena';
import { defineModel, type Model } from '../../src/models/model';
import { mixers } from '../../src/models/registry';
import { gpuBackend, gpuDevice } from '../support/gpu';
import { initialWeights } from '../support/initial_weights';
import { randoms, seeded } from '../support/numbers';
import { type OpCase, runOp } from '../support/op';
import { sizes } from '../support/sizes';

const forms = mixers.map(({ name }): [string, object] => [name, { mixer: name }]);
/** These share their kernels with others, which the usual tests cut. */
const relatives = ['gru', 'rnn', 'min_gru', 'min_lstm', 'deltanet', 'rwkv7'];
const [few, alike] = [false, true].map(is => forms.filter(([name]) => relatives.includes(name) === is));
/** Widths for which other variants run, truncation, several states a channel. */
const others: [string, object][] = [
  ['linear attention, heads wider than registers', { mixer: 'linear_attention', heads: 1 }],
  ['lstm, truncated', { mixer: 'lstm', bptt: 8 }],
  ['gru, truncated', { mixer: 'gru', bptt: 8 }],
  ['rnn, truncated', { mixer: 'rnn', bptt: 8 }],
  ['mamba, one state', { mixer: 'mamba', d_state: 1 }],
  ['s4d, recurrence of 20 states', { mixer: 's4d', form: 'recurrence', d_state: 20 }],
  ['attention, a window', { mixer: 'attention', heads: 1, window: 9 }],
];

describe('a step in parts of any size computes the same, bit for bit', () => {
  const V = 7;

  async function train(backend: WebGpuBackend, model: Model, B: number, L: number): Promise<HostArray[]> {
    const trainer = await Trainer.make(backend, model, { B, L }, initialWeights(model, 1));
    const random = seeded(5);
    const draw = (): Int32Array => Int32Array.from({ length: B * L }, () => Math.floor(random() * V));
    const hyper = { lr: 1e-2, betas: [0.9, 0.95], eps: 1e-8, weight_decay: 0.1, clip_norm: 1 } as const;
    for (let step = 0; step < 2; step++) await trainer.step({ tokens: draw(), targets: draw() }, hyper);
    const { parameters, moments } = await trainer.takeSnapshot();
    const losses = (await trainer.results()).map(({ loss }) => loss);
    trainer.destroy();
    return [parameters, moments, Float64Array.from(losses)];
  }

  let opened: WebGpuBackend | undefined;

  /**
   * A backend whose submits have one workgroup each, or one unit of time of one. All tests share it, so that each shader is
   * compiled once.
   */
  async function inParts(): Promise<WebGpuBackend> {
    opened ??= new WebGpuBackend(await gpuDevice(), new Map(), 1e-9);
    return opened;
  }

  it.each(sizes(few ?? [], [...(alike ?? []), ...others]))('%s', async (name, block) => {
    const width = name.includes('wider') ? 66 : 16;
    const model = defineModel({ vocab_size: V, d_model: width, blocks: [block] });
    const parts = await inParts();
    const once = await gpuBackend();
    const [before, cutBefore] = [once.counters.submits, parts.counters.submits];
    expect(await train(parts, model, 3, 40)).toEqual(await train(once, model, 3, 40));
    expect(parts.counters.submits - cutBefore).toBeGreaterThan(20 * (once.counters.submits - before));
  });

  it.each(sizes([4], [16]))('a convolution whose taps are summed in parts, %i wide', async D => {
    const [L, K] = [200, 1030];
    const op: OpCase = {
      inputs: { x: { shape: [1, L, D], data: randoms(L * D, 1) } },
      parameters: {
        weight: { shape: [2 * D, D, K], data: randoms(2 * D * D * K, 2, 0.02) },
        bias: { shape: [2 * D], data: randoms(2 * D, 3) },
      },
      record: (tape, input, parameter) => ({
        y: dilatedConv(tape, input('x'), parameter('weight'), parameter('bias'), 1),
      }),
    };
    const cotangents = { y: randoms(L * D, 4) };
    const [parts, once] = [
      await runOp(await inParts(), op, cotangents),
      await runOp(await gpuBackend(), op, cotangents),
    ];
    expect(parts.outputs.y).toEqual(once.outputs.y);
    expect(parts.gradients.x).toEqual(once.gradients.x);
    expect(parts.gradients.bias).toEqual(once.gradients.bias);
  });

  it.each(sizes([200], [700]))('a selective scan of %i tokens in segments', async L => {
    const model = defineModel({ vocab_size: V, d_model: 4, blocks: [{ mixer: 'mamba', expand: 1, d_state: 4 }] });
    expect(await train(await inParts(), model, 1, L)).toEqual(await train(await gpuBackend(), model, 1, L));
  });

  it.each(mixers.map(({ name }) => name))('%s, without training', async name => {
    const model = defineModel({ vocab_size: V, d_model: 16, blocks: [{ mixer: name }] });
    const random = seeded(9);
    const tokens = Int32Array.from({ length: 40 }, () => Math.floor(random() * V));
    const run = async (backend: WebGpuBackend): Promise<HostArray> => {
      const parameters = await ParameterArena.make(backend, model);
      parameters.write(initialWeights(model, 1));
      const values = await parallelLogits(backend, model, parameters, { B: 1, L: 40 }, tokens);
      parameters.free();
      return values;
    };
    expect(await run(await inParts())).toEqual(await run(await gpuBackend()));
  });
});
