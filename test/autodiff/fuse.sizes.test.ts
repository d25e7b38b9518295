import { describe, expect, it } from 'vitest';
import { fuse } from '../../src/autodiff/fuse';
import { embeddingAt } from '../../src/autodiff/ops/embedding';
import { mlp } from '../../src/autodiff/ops/mlp';
import { rmsNorm } from '../../src/autodiff/ops/rms_norm';
import { Tape } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { Dispatch } from '../../src/gpu/dispatch';
import type { HostArray } from '../../src/gpu/dtype';
import { waveFrequencies } from '../../src/gpu/kernels/attention/rope';
import { linearGlu } from '../../src/gpu/kernels/matmul/linear_glu';
import { normLinear } from '../../src/gpu/kernels/matmul/norm_linear';
import { normLinearConv } from '../../src/gpu/kernels/matmul/norm_linear_conv';
import { normPositionsLinear } from '../../src/gpu/kernels/matmul/norm_positions_linear';
import { s4dStep } from '../../src/gpu/kernels/scan/s4d_step';
import { scanStep } from '../../src/gpu/kernels/scan/scan_step';
import { Plan } from '../../src/gpu/plan';
import { CarriedState } from '../../src/lab/recording/carried_state';
import { carriedTensors } from '../../src/lab/recording/carried_tensors';
import { ParameterArena } from '../../src/models/arena';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { engineOf } from '../../src/models/engines';
import { LanguageModel } from '../../src/models/language_model';
import { defineModel, type Model } from '../../src/models/model';
import { mixers } from '../../src/models/registry';
import { gpuBackend } from '../support/gpu';
import { initialWeights } from '../support/initial_weights';
import { compareKernel } from '../support/kernel';
import { expectClose, OUTPUT, randoms } from '../support/numbers';
import { sizes } from '../support/sizes';

/** The kernels that a mixer or MLP records for one token of B sequences, before and after fusion. */
function names(record: (tape: Tape) => void): { before: string[]; after: string[] } {
  const tape = new Tape({ training: false });
  record(tape);
  return { before: tape.forward.map(({ kernel }) => kernel.name), after: fuse(tape.forward).map(d => d.kernel.name) };
}

function recordMixer(tape: Tape, name: string, B: number): void {
  const D = 8;
  const { mixer, config } = bindBlock({ mixer: name }, 0);
  const shapes = new Map(mixer.parameters(config, D).map(spec => [spec.name, spec.shape]));
  const states = new Map(mixer.state(config, D, 4).map(spec => [spec.name, spec.shape]));
  const stream = tape.variable('stream', [B, 1, D]);
  engineOf(mixer).forward({
    tape,
    config,
    parameter: parameter => tape.parameter(parameter, shapes.get(parameter) ?? []),
    x: rmsNorm(tape, stream, tape.parameter('norm', [D]), 1e-5),
    residual: stream,
    B,
    L: 1,
    D,
    carry: {
      state: state => tape.tensor(state, [B, ...(states.get(state) ?? [])], 'persistent'),
      cursor: tape.tensor('cursor', [4], 'persistent', 'i32'),
    },
  });
}

const plain: BlockConfig[] = mixers.map(({ name }) => ({ mixer: name }));
const formed: BlockConfig[] = mixers.flatMap(({ name, forms = [] }) => forms.map(form => ({ mixer: name, ...form })));
const withMlp = (block: BlockConfig): BlockConfig => ({ ...block, mlp: 12 });

/** Blocks of every mixer in every form, with an MLP or without; the long tests have the other of the two. */
const blocks = sizes([...plain.map(withMlp), ...formed], [...plain, ...formed.map(withMlp)]);

/** Logits of six tokens, one after the other, from the recording of one token after `join`. */
async function logitsOfTokens(
  backend: Backend,
  model: Model,
  join: (dispatches: readonly Dispatch[]) => Dispatch[],
): Promise<HostArray[]> {
  const [tokens, V] = [6, model.config.vocab_size];
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 5));
  const state = await CarriedState.make(backend, model, 1, tokens);
  const tape = new Tape({ training: false });
  const language = new LanguageModel(tape, model);
  const { cursor, carry } = carriedTensors(tape, state.entries);
  const stream = tape.constant('stream', [1, tokens], Int32Array.of(3, 0, 6, 6, 2, 1));
  const logits = { shape: [1, V], data: tape.tensor('logits', [1, V], 'persistent') };
  language.head(language.blocks(embeddingAt(tape, stream, cursor, language.embedding, 1), 1, 1, carry), logits);
  const plan = await Plan.make(backend, {
    lists: { step: join(tape.forward) },
    placed: tensor => parameters.placed(tensor) ?? state.placed(tensor),
  });
  const results: HostArray[] = [];
  for (let t = 0; t < tokens; t++) {
    state.moveTo(t);
    await plan.run(['step']);
    results.push(await plan.read(logits.data));
  }
  plan.destroy();
  state.free();
  parameters.free();
  return results;
}

describe('fuse', () => {
  it('joins norm, first linear layer, and SwiGLU of an MLP', () => {
    const { before, after } = names(tape => {
      const x = tape.variable('x', [1, 8]);
      const normed = rmsNorm(tape, x, tape.parameter('norm', [8]), 1e-5);
      mlp(tape, normed, x, tape.parameter('fc1', [24, 8]), tape.parameter('fc2', [8, 12]));
    });
    expect(before).toEqual(['rms_norm', 'matmul_nt', 'swiglu', 'matmul_nt']);
    expect(after).toEqual(['norm_linear', 'matmul_nt']);
  });

  it('joins the steps of a Mamba block that can be joined', () => {
    const { after } = names(tape => recordMixer(tape, 'mamba', 1));
    expect(after).toEqual(['norm_linear_conv', 'scan_step', 'matmul_nt']);
  });

  it('joins the steps of an S4D block that can be joined', () => {
    const { after } = names(tape => recordMixer(tape, 's4d', 1));
    expect(after).toEqual(['rms_norm', 's4d_step', 'linear_glu']);
  });

  it.each(blocks.map(block => [JSON.stringify(block), block] as const))('changes no result: %s', async (_, block) => {
    const model = defineModel({ vocab_size: 7, d_model: 16, blocks: [block, block] });
    for (const backend of [new TwinBackend(), await gpuBackend()]) {
      const apart = await logitsOfTokens(backend, model, dispatches => [...dispatches]);
      const joined = await logitsOfTokens(backend, model, fuse);
      const tolerance = backend.kind === 'twin' ? { relative: 1e-11, absolute: 1e-11 } : OUTPUT;
      joined.forEach((logits, t) => {
        expectClose(logits, apart[t], tolerance, `${backend.kind}, token ${t}`);
      });
    }
  });

  it('leaves dispatches with two readers or many rows alone', () => {
    const twice = names(tape => {
      const x = tape.variable('x', [1, 8]);
      const normed = rmsNorm(tape, x, tape.parameter('norm', [8]), 1e-5);
      mlp(tape, normed, normed, tape.parameter('fc1', [24, 8]), tape.parameter('fc2', [8, 12]));
    });
    expect(twice.after).toEqual(twice.before);
    expect(names(tape => recordMixer(tape, 'attention', 5)).after).toContain('rms_norm');
  });
});

describe('norm_linear: GPU equals twin', () => {
  it.each([
    [1, 1, 1, 0],
    [1, 7, 13, 1],
    [2, 131, 6, 0],
    [3, 64, 64, 1],
  ])('%i rows, %i columns, %i inner, gated %i', (rows, columns, inner, gated) => {
    const dims = { rows, columns, inner, c_stride: columns + 3, c_offset: 2, gated, eps: 1e-3 };
    const buffers = {
      x: randoms(rows * inner, 1),
      weight: randoms(inner, 2),
      b: randoms(2 * columns * inner, 3),
      bias: randoms(columns, 4),
      residual: randoms(rows * columns, 5),
      c: randoms(rows * (columns + 3), 6),
    };
    return compareKernel(normLinear, buffers, { ...dims, has_bias: gated, has_residual: 1 - gated }, OUTPUT);
  });
});

describe('scan_step: GPU equals twin', () => {
  it.each([
    // B, E, N, R; columns of Δ before its projection, and of B; the first projected column, and how many; gated
    [1, 1, 1, 1, 0, 1, 0, 3, 1],
    [2, 67, 3, 5, 0, 5, 0, 11, 1],
    [3, 130, 40, 2, 0, 2, 0, 82, 1],
    [2, 5, 3, 2, 0, 2, 0, 5, 0],
    [2, 9, 4, 3, 8, 0, 4, 7, 1],
    [1, 9, 4, 3, 0, 3, 0, 3, 1],
    [2, 7, 5, 0, 0, 0, 5, 5, 1],
    [1, 7, 5, 0, 0, 0, 10, 0, 0],
  ])('B %i, E %i, N %i, R %i, delta %i, BC %i, selective %i, projected %i', (...numbers) => {
    const [B, E, N, R, delta, BC, selective, projected, gated] = numbers;
    const buffers = {
      rows: randoms(B * (3 * E + 2), 1),
      projection: randoms(Math.max(1, projected * E), 2),
      fixed: randoms(Math.max(1, R + 2 * N - projected), 8),
      weight: randoms(Math.max(1, E * R), 3),
      bias: randoms(E, 4, 4),
      A_log: randoms(E * N, 5),
      D: randoms(E, 6),
      states: randoms(B * E * N, 7),
    };
    const places = { stride: 3 * E + 2, u: 1, z: 1 + E, y: 2 + 2 * E };
    const dims = { B, E, N, R, ...places, delta, BC, selective, projected, gated };
    return compareKernel(scanStep, buffers, dims, OUTPUT);
  });
});

describe('norm_linear_conv: GPU equals twin', () => {
  it.each([
    // B, D, E, K; columns of the linear layer, and the first of x
    [1, 1, 1, 1, 1, 0],
    [1, 6, 5, 4, 10, 0],
    [2, 13, 70, 3, 141, 1],
    [3, 8, 9, 1, 18, 9],
    [1, 8, 130, 2, 130, 0],
  ])('B %i, D %i, E %i, K %i, %i columns, x from %i on', (B, D, E, K, columns, x) => {
    const stride = 2 + columns + 1 + E;
    const buffers = {
      input: randoms(B * D, 1),
      weight: randoms(D, 2),
      b: randoms(columns * D, 3),
      taps: randoms(E * K, 4),
      bias: randoms(E, 5),
      state: randoms(Math.max(1, B * E * (K - 1)), 6),
      rows: randoms(B * stride, 7),
    };
    const dims = { B, D, E, K, columns, stride, c: 2, x: 2 + x, u: 2 + columns + 1, eps: 1e-3 };
    return compareKernel(normLinearConv, buffers, dims, OUTPUT);
  });
});

describe('norm_positions_linear: GPU equals twin', () => {
  it.each([
    [1, 1, 1, 3, 0],
    [2, 7, 131, 5, 2],
    [1, 6, 18, 5, 400],
  ])('B %i, D %i, %i columns, %i places, position %i', async (B, D, columns, places, position) => {
    const buffers = {
      x: randoms(B * D, 1),
      weight: randoms(D, 2),
      cursor: Int32Array.of(position, 0, 0, 0),
      b: randoms(columns * D, 3),
      c: new Float64Array(B * columns),
    };
    const dims = { B, D, columns, places, eps: 1e-3 };
    const table = { ...buffers, positions: randoms(places * D, 4) };
    await compareKernel(normPositionsLinear, table, { ...dims, waves: 0 }, OUTPUT);
    const waves = { ...buffers, positions: waveFrequencies(D, 10000) };
    await compareKernel(normPositionsLinear, waves, { ...dims, waves: 1 }, OUTPUT);
  });
});

describe('linear_glu: GPU equals twin', () => {
  it.each([
    [1, 1, 1],
    [2, 131, 6],
    [3, 64, 64],
  ])('%i rows, D %i, %i inner', (rows, D, inner) => {
    const buffers = {
      a: randoms(rows * inner, 1),
      b: randoms(2 * D * inner, 2),
      bias: randoms(2 * D, 3),
      residual: randoms(rows * D, 4),
      c: new Float64Array(rows * D),
    };
    return compareKernel(linearGlu, buffers, { rows, D, inner }, OUTPUT);
  });
});

describe('s4d_step: GPU equals twin', () => {
  it.each([
    [1, 1, 2],
    [2, 67, 64],
    [3, 5, 10],
  ])('B %i, D %i, N %i', (B, D, N) => {
    const pairs = N / 2;
    const buffers = {
      log_dt: randoms(D, 1).map(value => 3 * value - 4),
      C: randoms(D * N, 2),
      log_A_real: randoms(D * pairs, 3),
      A_imag: randoms(D * pairs, 4, 60),
      skip: randoms(D, 5),
      x: randoms(B * D, 6, 2),
      y: new Float64Array(B * D),
      states: randoms(B * D * N, 7),
    };
    return compareKernel(s4dStep, buffers, { B, D, N }, OUTPUT);
  });
});
