import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { decodeModel } from '../../../../src/gpu/kernels/decode/decode_model';
import { decode, encode, INSTRUCTION_LENGTH } from '../../../../src/gpu/kernels/decode/instructions';
import { parametersOf } from '../../../../src/gpu/kernels/decode/step';
import { steps } from '../../../../src/gpu/kernels/decode/steps';
import { layOutParameters } from '../../../../src/models/arena';
import type { BlockConfig } from '../../../../src/models/config';
import { decodeProgram } from '../../../../src/models/decode_program';
import { engineOf } from '../../../../src/models/engines';
import { defineModel } from '../../../../src/models/model';
import { mixers as all } from '../../../../src/models/registry';
import { layOutStates } from '../../../../src/models/state_layout';
import { gpuBackend, withoutSubgroups } from '../../../support/gpu';
import { runKernel } from '../../../support/kernel';
import { expectClose, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';

const mixers = all.filter(mixer => engineOf(mixer).decode);

const B = 2;

interface Sized {
  readonly D: number;
  readonly V: number;
  readonly blocks: readonly BlockConfig[];
}

/** Sizes that neither 4 nor the size of a workgroup divides, and sizes that both divide. */
const chosen: readonly Sized[] = [
  { D: 7, V: 13, blocks: [{ mixer: 'mamba', d_state: 3, d_conv: 3, expand: 1, dt_rank: 2, mlp: 5 }] },
  { D: 12, V: 67, blocks: [{ mixer: 'mamba', d_conv: 1, d_state: 1 }, { mixer: 'gru' }, { mixer: 'rnn', hidden: 9 }] },
  { D: 5, V: 3, blocks: [{ mixer: 'lstm' }, { mixer: 'lstm', hidden: 11 }, { mixer: 'gru', hidden: 3, mlp: 1 }] },
  { D: 9, V: 70, blocks: [{ mixer: 'conv', kernel: 3, dilation: 2 }, { mixer: 'conv', kernel: 1 }, { mixer: 'rnn' }] },
  {
    D: 30,
    V: 64,
    blocks: [
      { mixer: 'attention', heads: 5 },
      { mixer: 'attention', heads: 3, window: 6, mlp: 9 },
      { mixer: 'attention', heads: 6, kv_heads: 2, window: 7, positions: 'alibi' },
      { mixer: 'attention', heads: 6, kv_heads: 1, positions: 'xpos' },
    ],
  },
  {
    D: 21,
    V: 5,
    blocks: [
      { mixer: 'linear_attention', heads: 3 },
      { mixer: 'linear_attention', heads: 1 },
      { mixer: 'gla', heads: 7, gate_rank: 3, expand_k: 1 },
      { mixer: 'retention', heads: 3, expand_v: 1 },
    ],
  },
  { D: 32, V: 100, blocks: [{ mixer: 'attention', heads: 4, positions: 'none', mlp: 64 }, { mixer: 'mamba' }] },
  {
    D: 10,
    V: 12,
    blocks: [
      { mixer: 'attention', heads: 1, positions: 'sinusoidal' },
      { mixer: 'attention', heads: 5, positions: 'learned', places: 11 },
    ],
  },
  {
    D: 6,
    V: 11,
    blocks: [
      { mixer: 'mamba2', heads: 4, ngroups: 2, d_state: 3 },
      { mixer: 'mamba2', heads: 1, kernel: 1, expand: 1 },
      { mixer: 'min_gru' },
      { mixer: 'min_gru', positive: false, expand: 1 },
      { mixer: 'min_lstm', expand: 1 },
    ],
  },
  {
    D: 6,
    V: 11,
    blocks: [
      { mixer: 'rg_lru', heads: 3, expand: 1.5, kernel: 3 },
      { mixer: 'rg_lru', heads: 1, kernel: 1 },
      { mixer: 'lru', d_state: 5 },
      { mixer: 'slstm', heads: 2, kernel: 3 },
      { mixer: 'h3', d_state: 4, head_dim: 3 },
      { mixer: 'slstm', heads: 6, kernel: 1 },
      { mixer: 'mlstm', heads: 3, kernel: 3, qkv_block: 3, expand: 1.5 },
      { mixer: 'rwkv7', heads: 2, decay_rank: 3, a_rank: 5, gate_rank: 1 },
    ],
  },
  {
    D: 7,
    V: 13,
    blocks: [
      { mixer: 's4d', d_state: 6, mlp: 5 },
      { mixer: 's4d', d_state: 2 },
    ],
  },
];

/** Mixers that no model above has. They come from the registry, so that a new mixer is tested, too. */
const others = mixers.filter(({ name }) => !chosen.some(({ blocks }) => blocks.some(({ mixer }) => mixer === name)));
const models: readonly Sized[] = [...chosen, ...others.map(({ name }) => ({ D: 8, V: 11, blocks: [{ mixer: name }] }))];

/** Invocations and first position. Narrow models get 32 invocations, wide ones 128. */
const groups = sizes<readonly [number, number]>(
  [
    [32, 0],
    [32, 140],
  ],
  [
    [4, 0],
    [4, 140],
    [128, 9],
  ],
);

function call({ D, V, blocks }: Sized, invocations: number, position: number, count: number) {
  const model = defineModel({ vocab_size: V, d_model: D, blocks: [...blocks] });
  const capacity = position + count + 1;
  const written = decodeProgram(model, B, capacity);
  if (!written) throw new Error('the model does not fit');
  const { program, instructions, workspace } = written;
  const parameters = randoms(layOutParameters(model).elements, 3, 0.5);
  const stream = Int32Array.from(randoms(2 * B * capacity, 4), value => Math.floor(((value + 1) / 2) * V));
  const buffers = {
    parameter_quads: parameters,
    parameters,
    state: randoms(layOutStates(model, B, capacity).elements, 5).map(Math.abs),
    program,
    stream,
    cursor: Int32Array.of(position, 0, 0, 0),
    control: Int32Array.of(9, 4, position + 2, count),
    temperature: Float64Array.of(0.8, 0, 0, 0),
  };
  return { buffers, dims: { B, capacity, instructions, workspace, invocations } };
}

async function expectTwin(backend: Backend, model: Sized, invocations: number, position: number): Promise<void> {
  const { buffers, dims } = call(model, invocations, position, 4);
  const expected = await runKernel(new TwinBackend(), decodeModel, buffers, dims);
  const actual = await runKernel(backend, decodeModel, buffers, dims);
  const label = `${invocations} invocations from ${position}`;
  expect(actual.get('stream'), label).toEqual(expected.get('stream'));
  const tolerance = { relative: 10 * OUTPUT.relative, absolute: 10 * OUTPUT.absolute };
  expectClose(actual.get('state') ?? [], expected.get('state') ?? [], tolerance, `state, ${label}`);
  expect(expected.get('stream'), 'some tokens are new').not.toEqual(buffers.stream);
  expect(expected.get('state'), 'the state moves').not.toEqual(buffers.state);
}

describe('decode_model', () => {
  it.each(models)('GPU equals twin: $D wide, $blocks', async model => {
    for (const [invocations, position] of groups) await expectTwin(await gpuBackend(), model, invocations, position);
  });

  it.each(
    sizes<[number, string]>(
      [],
      [
        [7, 'all invocations'],
        [24, 'few'],
      ],
    ),
  )('%i wide, equals the twin on a device without subgroups, with rows for %s', D =>
    withoutSubgroups(backend => expectTwin(backend, { D, V: 37, blocks: [{ mixer: 'lstm' }] }, 8, 3)),
  );

  it('covers every step', () => {
    const used = new Set<string>();
    for (const model of models) {
      const { buffers, dims } = call(model, 4, 0, 1);
      for (let i = 0; i < dims.instructions; i++) used.add(decode(buffers.program, i * INSTRUCTION_LENGTH).step.name);
    }
    const unused = steps.map(({ name }) => name).filter(name => !used.has(name));
    expect(unused, 'steps that no model of this file takes').toEqual([]);
  });

  it('writes nothing if no tokens are asked for, and nothing beyond the capacity', async () => {
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const idle = call({ D: 4, V: 5, blocks: [{ mixer: 'rnn' }] }, 32, 2, 0);
      const still = await runKernel(backend, decodeModel, idle.buffers, idle.dims);
      expect([...(still.get('stream') ?? [])]).toEqual([...idle.buffers.stream]);
      expectClose(still.get('state') ?? [], idle.buffers.state, { relative: 0, absolute: 0 }, backend.kind);
      const late = call({ D: 4, V: 5, blocks: [{ mixer: 'rnn' }] }, 32, 2, 3);
      const control = Int32Array.of(9, 0, 0, 30);
      const { length } = late.buffers.stream;
      const full = await runKernel(backend, decodeModel, { ...late.buffers, control }, late.dims);
      expect(full.get('stream')?.length).toBe(length);
    }
  });
});

it('of equal logits, the lowest tokens are kept, and the lowest is the likeliest', async () => {
  const position = 9;
  const { buffers, dims } = call({ D: 8, V: 70, blocks: [{ mixer: 'rnn' }] }, 32, position, 24);
  const parameters = new Float64Array(buffers.parameters.length);
  const control = Int32Array.of(9, 4, position + 1, 24);
  for (const [temperature, most] of [
    [0.8, 4],
    [0, 1],
  ] as const) {
    const equal = {
      ...buffers,
      parameter_quads: parameters,
      parameters,
      control,
      temperature: Float64Array.of(temperature, 0, 0, 0),
    };
    const [twin, gpu] = [
      await runKernel(new TwinBackend(), decodeModel, equal, dims),
      await runKernel(await gpuBackend(), decodeModel, equal, dims),
    ];
    expect(gpu.get('stream')).toEqual(twin.get('stream'));
    const { capacity } = dims;
    const chosen = [...(twin.get('stream') ?? [])].slice(B * capacity + position + 1, (B + 1) * capacity);
    expect(chosen).toHaveLength(24);
    expect(Math.max(...chosen)).toBe(most - 1);
    expect(new Set(chosen).size).toBe(most);
  }
});

it('nothing is chosen from logits that are not finite', async () => {
  const position = 9;
  const { buffers, dims } = call({ D: 8, V: 70, blocks: [{ mixer: 'rnn' }] }, 32, position, 3);
  const parameters = buffers.parameters.map(() => Number.NaN);
  for (const temperature of [0.8, 0]) {
    const large = {
      ...buffers,
      parameter_quads: parameters,
      parameters,
      temperature: Float64Array.of(temperature, 0, 0, 0),
    };
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const stream = [...((await runKernel(backend, decodeModel, large, dims)).get('stream') ?? [])];
      for (const sequence of [0, 1]) {
        const from = (B + sequence) * dims.capacity + position + 1;
        expect(stream.slice(from, from + 3), `${backend.kind} at ${temperature}`).toEqual([-1, -1, -1]);
      }
    }
  }
});

describe('instructions', () => {
  it('are the same after encoding and decoding', () => {
    const operands = { sums: 1, D: 2, heads: 3, eps: 2 ** -20, y: 5 };
    const encoded = encode('normalise_heads', operands);
    expect(encoded).toHaveLength(INSTRUCTION_LENGTH);
    const { step, operands: decoded } = decode(encoded, 0);
    expect(step.name).toBe('normalise_heads');
    expect(decoded).toEqual(operands);
    expect(() => decode([0], 0)).toThrow(/step 0/);
  });
});

describe('steps', () => {
  it('take their operands by name and type, in any order', () => {
    const step = { name: 'f', operands: ['a', 'b'], twin: () => {} };
    const source = 'fn f(local: u32, b: f32,\n  position: u32, a: i32) {}';
    expect(parametersOf({ ...step, source })).toEqual([
      { name: 'local', type: 'u32', order: undefined },
      { name: 'b', type: 'f32', order: 1 },
      { name: 'position', type: 'u32', order: undefined },
      { name: 'a', type: 'i32', order: 0 },
    ]);
    for (const wrong of ['fn f(a: u32) {}', 'fn f(a: u32, b: u32, c: u32) {}', 'fn g(a: u32, b: u32) {}']) {
      expect(() => parametersOf({ ...step, source: wrong })).toThrow(/operands a, b/);
    }
  });
});
