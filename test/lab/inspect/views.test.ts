import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Backend, partOf, wholeOf } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { attentionForward } from '../../../src/gpu/kernels/attention/attention';
import { featureMap } from '../../../src/gpu/kernels/attention/feature_map';
import { geluTanh } from '../../../src/gpu/kernels/functions';
import { sizeOf } from '../../../src/gpu/tensor';
import { KeptForward } from '../../../src/lab/inspect/kept_forward';
import { inspection as shaped } from '../../../src/lab/inspect/read_inspection';
import { recordPiece } from '../../../src/lab/race/stream_evaluation';
import { CarriedState } from '../../../src/lab/recording/carried_state';
import { parallelLogits } from '../../../src/lab/sampling/logits';
import { ParameterArena } from '../../../src/models/arena';
import type { BlockConfig } from '../../../src/models/config';
import type { ViewsCall } from '../../../src/models/engine';
import { engineOf } from '../../../src/models/engines';
import { description as mamba } from '../../../src/models/mixers/mamba/description';
import { impliedAttention, readScan } from '../../../src/models/mixers/mamba/views';
import { defineModel, type Model } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { layOutStates } from '../../../src/models/state_layout';
import type { BlockView } from '../../../src/models/view';
import { gpuBackend } from '../../support/gpu';
import { initialWeights } from '../../support/initial_weights';
import { expectClose, randoms } from '../../support/numbers';

const L = 19;
const D = 8;
const V = 11;
/** The page shows what the model computes, up to this difference. */
const SAME = { relative: 1e-4, absolute: 1e-4 };

const tokens = Int32Array.from(randoms(L, 3), value => Math.floor((value + 1) * 5.5) % V);

interface Looked {
  readonly views: readonly BlockView[];
  readonly call: ViewsCall<unknown>;
  /** Only Mamba has it. */
  readonly gate?: unknown;
}

/** (rows, inner) of a and (columns, inner) of b -> a bᵀ. */
function product(a: ArrayLike<number>, b: ArrayLike<number>, inner: number): Float64Array {
  const columns = b.length / inner;
  return Float64Array.from({ length: (a.length / inner) * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[row * inner + k] * b[column * inner + k];
    return sum;
  });
}

function values(views: readonly BlockView[], key: string): Float32Array {
  const view = views.find(candidate => candidate.key === key);
  const found = view && ('values' in view ? view.values : view.series[0]?.values);
  if (!found) throw new Error(`there is no view '${key}'`);
  return found;
}

/** (units, L) of each key -> (L, units) by `cell`, which takes and returns numbers of one unit, token after token. */
function byUnit(
  views: readonly BlockView[],
  keys: readonly string[],
  cell: (...now: number[]) => number,
): Float64Array {
  const all = keys.map(key => values(views, key));
  const units = all[0].length / L;
  return Float64Array.from({ length: L * units }, (_, at) => {
    const from = (at % units) * L + Math.floor(at / units);
    return cell(...all.map(own => own[from]));
  });
}

/** The heads' maps times the values in `qkv`, which is (L, 3D). */
async function mixHeads({ views, call }: Looked, qkv: ArrayLike<number>): Promise<Float64Array> {
  const heads = views.filter(({ kind }) => kind === 'matrix');
  const d = D / heads.length;
  const row = qkv.length / L;
  const keys = (row - D) / 2;
  const mixed = Float64Array.from({ length: L * D }, (_, at) => {
    const [t, channel] = [Math.floor(at / D), at % D];
    const head = Math.floor(channel / d);
    const map = values(views, `head_${head}`);
    const value = Math.floor(head / (D / keys)) * d + (channel % d);
    let sum = 0;
    for (let s = 0; s < L; s++) sum += map[t * L + s] * qkv[s * row + row - keys + value];
    return sum;
  });
  return product(mixed, await call.parameter('out_proj.weight'), D);
}

/** Of a mixer that projects its memory back to the model's width. */
async function throughMemory({ views, call }: Looked): Promise<Float64Array> {
  const memory = byUnit(views, ['hidden'], h => h);
  return product(memory, await call.parameter('to_out.weight'), memory.length / L);
}

/** The output of each mixer that is added to the residual stream, (L, D), rebuilt from its views. */
const rebuilds: Readonly<Record<string, (looked: Looked) => Promise<Float64Array>>> = {
  async mamba({ views, call, gate }) {
    const scan = await readScan({ ...call, config: mamba.schema.parse(call.config) });
    const { E, rows } = scan;
    const [out, skip] = [await call.parameter('out_proj.weight'), await call.parameter('D')];
    const gated = new Float64Array(L * E);
    const mean = new Float64Array(L * L);
    for (let e = 0; e < E; e++) {
      const implied = impliedAttention(scan, e);
      implied.forEach((value, i) => {
        mean[i] += Math.abs(value) / E;
      });
      for (let t = 0; t < L; t++) {
        const z = rows[(t * 5 + 1) * E + e];
        let y = skip[e] * rows[(t * 5 + 2) * E + e];
        for (let s = 0; s < L; s++) y += implied[t * L + s] * rows[(s * 5 + 2) * E + e];
        gated[t * E + e] = gate === 'none' ? y : (y * z) / (1 + Math.exp(-z));
        expect(values(views, 'delta')[e * L + t]).toBe(Math.fround(rows[(t * 5 + 3) * E + e]));
      }
    }
    expectClose(values(views, 'implied_attention'), mean, SAME, 'implied attention');
    return product(gated, out, E);
  },

  async s4d({ views, call }) {
    const [x, skip] = [await call.x(), await call.parameter('D')];
    const weight = await call.parameter('output_linear.0.weight');
    const bias = await call.parameter('output_linear.0.bias');
    const kernels = views.find(({ key }) => key === 'kernel');
    if (kernels?.kind !== 'lags') throw new Error('no kernels');
    const mixed = Float64Array.from({ length: L * D }, (_, at) => {
      const [t, d] = [Math.floor(at / D), at % D];
      let y = skip[d] * x[at];
      for (let lag = 0; lag <= t; lag++) y += kernels.series[d].values[lag] * x[(t - lag) * D + d];
      return (y * (1 + erf(y / Math.SQRT2))) / 2;
    });
    const projected = product(mixed, weight, D).map((value, at) => value + bias[at % (2 * D)]);
    return Float64Array.from({ length: L * D }, (_, at) => {
      const from = Math.floor(at / D) * 2 * D + (at % D);
      return projected[from] / (1 + Math.exp(-projected[from + D]));
    });
  },

  async lru({ views, call }) {
    const [x, skip] = [await call.x(), await call.parameter('D')];
    const [real, imaginary] = [byUnit(views, ['real'], h => h), byUnit(views, ['imaginary'], h => h)];
    const N = real.length / L;
    const [ofReal, ofImaginary] = [
      product(real, await call.parameter('C_re'), N),
      product(imaginary, await call.parameter('C_im'), N),
    ];
    const mixed = ofReal.map((value, at) => geluTanh(value - ofImaginary[at] + skip[at % D] * x[at]));
    const projected = async (name: string): Promise<Float64Array> => {
      const bias = await call.parameter(`${name}.bias`);
      return product(mixed, await call.parameter(`${name}.weight`), D).map((value, at) => value + bias[at % D]);
    };
    const [value, gate] = [await projected('out1'), await projected('out2')];
    return value.map((own, at) => own / (1 + Math.exp(-gate[at])));
  },

  async lstm({ views, call }) {
    const cell = values(views, 'cell');
    const written = byUnit(views, ['input_gate', 'candidate'], (i, g) => i * g);
    const kept = byUnit(views, ['forget_gate'], f => f);
    const units = cell.length / L;
    for (let t = 0; t < L; t++) {
      for (let unit = 0; unit < units; unit++) {
        const before = t > 0 ? cell[unit * L + t - 1] : 0;
        const expected = kept[t * units + unit] * before + written[t * units + unit];
        expect(Math.abs(cell[unit * L + t] - expected)).toBeLessThan(1e-4);
      }
    }
    return project(
      call,
      byUnit(views, ['output_gate', 'cell'], (o, c) => o * Math.tanh(c)),
    );
  },

  async gru({ views, call }) {
    const memory = values(views, 'hidden');
    const shifted = memory.map((_, at) => (at % L === 0 ? 0 : memory[at - 1]));
    const earlier: BlockView = {
      kind: 'rows',
      key: 'before',
      title: '',
      help: '',
      rowName: '',
      rows: 0,
      values: shifted,
      scale: { kind: 'diverging', least: -1, most: 1 },
    };
    const rebuilt = byUnit(
      [...views, earlier],
      ['update_gate', 'candidate', 'before'],
      (z, n, before) => (1 - z) * n + z * before,
    );
    return project(call, rebuilt);
  },

  async rnn({ views, call }) {
    return project(
      call,
      byUnit(views, ['hidden'], h => h),
    );
  },

  min_gru: throughMemory,

  min_lstm: throughMemory,

  async rg_lru({ views, call }) {
    const shown = byUnit(views, ['hidden', 'gate'], (h, gate) => h * geluTanh(gate));
    const bias = await call.parameter('linear_out.bias');
    const weight = await call.parameter('linear_out.weight');
    return product(shown, weight, shown.length / L).map((value, at) => value + bias[at % D]);
  },

  async h3({ views, call }) {
    const read = byUnit(views, ['read'], value => value);
    const bias = await call.parameter('output_linear.bias');
    return product(read, await call.parameter('output_linear.weight'), D).map((value, at) => value + bias[at % D]);
  },

  async slstm({ views, call }) {
    const weight = await call.parameter('group_norm.weight');
    const n = D / Number(z.looseObject({ heads: z.number() }).parse(call.config).heads);
    const shown = byUnit(views, ['output_gate', 'cell', 'weight'], (o, c, sum) => (o * c) / sum);
    return shown.map((value, at) => {
      const head = shown.subarray(at - (at % n), at - (at % n) + n);
      const mean = head.reduce((sum, own) => sum + own, 0) / n;
      const variance = head.reduce((sum, own) => sum + (own - mean) ** 2, 0) / n;
      return ((value - mean) / Math.sqrt(variance + 1e-5)) * (1 + weight[at % D]);
    });
  },

  async conv({ views, call }) {
    const gated = byUnit(views, ['filter', 'gate'], (filter, gate) => filter * gate);
    const bias = await call.parameter('out_proj.bias');
    return product(gated, await call.parameter('out_proj.weight'), D).map((value, at) => value + bias[at % D]);
  },

  async attention(looked) {
    return mixHeads(looked, await looked.call.kept(attentionForward, 'qkv'));
  },

  async linear_attention(looked) {
    return mixHeads(looked, await looked.call.kept(featureMap, 'qkv'));
  },
};

async function project(call: ViewsCall<unknown>, h: Float64Array): Promise<Float64Array> {
  return h.length === L * D ? h : product(h, await call.parameter('out_proj.weight'), h.length / L);
}

/** Uses its series for small arguments. */
function erf(x: number): number {
  let [sum, term] = [x, x];
  for (let k = 1; k < 60; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function normed(x: Float64Array, weight: ArrayLike<number>): Float64Array {
  return x.map((value, at) => {
    const row = x.subarray(Math.floor(at / D) * D, (Math.floor(at / D) + 1) * D);
    return (value * weight[at % D]) / Math.sqrt(row.reduce((sum, own) => sum + own ** 2, 0) / D + 1e-5);
  });
}

const seen = mixers.filter(mixer => engineOf(mixer).views);

/** Every mixer that has views, with the options that change them. */
const blocks: BlockConfig[] = [
  ...seen.flatMap(({ name, forms = [] }) => [{}, ...forms].map(form => ({ mixer: name, ...form }))),
  { mixer: 's4d', form: 'recurrence', d_state: 6 },
  { mixer: 'mamba', expand: 1, d_conv: 1 },
  { mixer: 'attention', heads: 2, window: 5 },
  { mixer: 'attention', heads: 1, positions: 'none' },
  { mixer: 'conv', kernel: 3, dilation: 4 },
  { mixer: 'lstm', hidden: 5 },
  { mixer: 'gru', hidden: 12 },
];

/** Weights large enough for every nonlinearity to matter. */
function weightsOf(model: Model): Map<string, Float64Array> {
  return new Map(
    [...initialWeights(model, 5)].map(([name, own], i) => {
      const noise = randoms(own.length, 60 + i, 0.3);
      return [name, Float64Array.from(own, (value, at) => Math.fround(value + noise[at]))];
    }),
  );
}

async function look(backend: Backend, own: BlockConfig[]) {
  const model = defineModel({ vocab_size: V, d_model: D, blocks: own, tie_embeddings: false });
  const weights = weightsOf(model);
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(weights);
  const forward = await KeptForward.make(backend, model, parameters, L);
  const logits = await forward.run(tokens);
  return { backend, model, weights, parameters, logits, forward, views: await forward.views() };
}

/** Mixers whose views show only a part. */
const inPart = ['mamba2', 'log_linear', 'mlstm', 'hyena', 'gla', 'retention', 'gated_deltanet', 'deltanet', 'rwkv7'];

it('views hold all that each mixer computes, except for the mixers named here', () => {
  const names = seen.map(({ name }) => name);
  expect(names.filter(name => !(name in rebuilds))).toEqual(inPart);
});

const rebuilt = blocks.flatMap(block => {
  const rebuild = rebuilds[block.mixer];
  return rebuild ? [[JSON.stringify(block), block, rebuild] as const] : [];
});

it.each(rebuilt)(
  'views of %s hold all that the model computes: its logits can be rebuilt from them',
  async (_, block, rebuild) => {
    const { backend, model, weights, parameters, logits, forward, views } = await look(new TwinBackend(), [block]);
    const reference = await parallelLogits(backend, model, parameters, { B: 1, L }, tokens);
    expectClose(logits, reference, SAME, 'logits');
    const weight = (name: string): Float64Array => weights.get(name) ?? new Float64Array(0);
    const embedding = weight('backbone.embedding.weight');
    const head = (stream: Float64Array): Float64Array =>
      product(normed(stream, weight('backbone.norm_f.weight')), weight('lm_head.weight'), D);
    const embedded = Float64Array.from(
      { length: L * D },
      (_, at) => embedding[tokens[Math.floor(at / D)] * D + (at % D)],
    );
    const added = await rebuild({ views: views[0], call: forward.viewsCall(0), gate: block.gate });
    expectClose(head(embedded.map((value, at) => value + added[at])), reference, SAME, 'rebuilt logits');
    // Otherwise this would pass with any numbers.
    expect(Math.max(...head(embedded).map((value, at) => Math.abs(value - reference[at])))).toBeGreaterThan(0.05);
  },
);

describe.each(blocks.map(block => [JSON.stringify(block), block] as const))('views of %s', (_, block) => {
  it('can be drawn: named apart, in words, within their scale, causal, and read at the worker boundary', async () => {
    const [views] = (await look(new TwinBackend(), [block])).views;
    expect(new Set(views.map(({ key }) => key)).size).toBe(views.length);
    const none = new Float32Array(L);
    const inspection = {
      omitted: 0,
      glyphs: Array.from(tokens, String),
      targets: Array.from(tokens, () => null),
      predictions: Array.from(tokens, () => []),
      loss: none,
      blocks: [{ title: block.mixer, views }],
      reach: { position: 0, norms: none, receptiveField: null },
      positions: null,
      induction: null,
    };
    expect(shaped.safeParse(inspection).success).toBe(true);
    for (const view of views) {
      expect(view.help).toMatch(/\.$/);
      if (view.kind !== 'rows' && view.kind !== 'matrix') continue;
      const { least, most } = view.scale;
      expect(view.values.every(value => value >= least - 1e-6 && value <= most + 1e-6)).toBe(true);
      if (view.kind === 'matrix') {
        expect(view.values.every((value, at) => at % L <= Math.floor(at / L) || value === 0)).toBe(true);
      }
    }
  });
});

it.each(seen.map(({ name }) => name))('%s: the GPU shows what the twins show', async mixer => {
  const twins = await look(new TwinBackend(), [{ mixer }]);
  const gpu = await look(await gpuBackend(), [{ mixer }]);
  expectClose(gpu.logits, twins.logits, SAME, 'logits');
  expect(gpu.views[0].map(({ key }) => key)).toEqual(twins.views[0].map(({ key }) => key));
  for (const { key } of twins.views[0]) expectClose(values(gpu.views[0], key), values(twins.views[0], key), SAME, key);
  gpu.forward.destroy();
  gpu.parameters.free();
});

describe('the state norm', () => {
  /** The state of the first block after `length` tokens. */
  async function stateAfter(backend: Backend, model: Model, parameters: ParameterArena, length: number) {
    const state = await CarriedState.make(backend, model, 1, L);
    const recording = recordPiece(model, { B: 1, L: length }, state.entries);
    const plan = await recording.plan(backend, [parameters, state]);
    plan.write(recording.tensors.tokens, tokens.slice(0, length));
    await plan.run(['read']);
    const entry = layOutStates(model, 1, L).entries.find(({ name }) => name === 'ssm');
    if (!state.arena || !entry) throw new Error('no state');
    return backend.read(partOf(wholeOf(state.arena), entry.offset, sizeOf(entry.shape)));
  }

  async function carriedAndSeen(mixer: string, length: number) {
    const backend = new TwinBackend();
    const { model, weights, parameters, views } = await look(backend, [{ mixer }]);
    const carried = await stateAfter(backend, model, parameters, length);
    const weight = (name: string): Float64Array =>
      weights.get(`backbone.layers.0.mixer.${name}`) ?? new Float64Array(0);
    return { carried, weight, seen: values(views[0], 'state_norm')[length - 1] };
  }

  it.each([1, 7, L])('of Mamba is that of the state it carries after %i tokens', async length => {
    const { carried, seen } = await carriedAndSeen('mamba', length);
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeCloseTo(Math.hypot(...carried), 5);
  });

  it.each([1, 7, L])('of S4D is that of the state it carries after %i tokens, by zero-order hold', async length => {
    const { carried, weight, seen } = await carriedAndSeen('s4d', length);
    const pairs = carried.length / 2 / D;
    let squares = 0;
    for (let i = 0; i < D * pairs; i++) {
      const dt = Math.exp(weight('kernel.log_dt')[Math.floor(i / pairs)]);
      const [re, im] = [-Math.exp(weight('kernel.log_A_real')[i]), weight('kernel.A_imag')[i]];
      // |(exp(dt A) - 1) / A|²
      const size = Math.exp(dt * re);
      const hold = (size ** 2 - 2 * size * Math.cos(dt * im) + 1) / (re ** 2 + im ** 2);
      squares += hold * (carried[2 * i] ** 2 + carried[2 * i + 1] ** 2);
    }
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeCloseTo(Math.sqrt(squares), 5);
  });
});
