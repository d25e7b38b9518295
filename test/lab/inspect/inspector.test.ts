import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { GradientProbe } from '../../../src/lab/inspect/gradient_probe';
import { copyLength, inductionScore } from '../../../src/lab/inspect/induction';
import { type Inspection, type InspectRequest, MOST_TOKENS } from '../../../src/lab/inspect/inspection';
import { Inspector } from '../../../src/lab/inspect/inspector';
import { rowRms } from '../../../src/lab/inspect/kept_forward';
import { likeliest, logProbabilities } from '../../../src/lab/inspect/predictions';
import { StateTrace } from '../../../src/lab/inspect/state_trace';
import { Trainer } from '../../../src/lab/race/trainer';
import { parallelLogits } from '../../../src/lab/sampling/logits';
import { ParameterArena } from '../../../src/models/arena';
import type { BlockConfig } from '../../../src/models/config';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { rowsOf } from '../../../src/models/view_values';
import { IGNORED } from '../../../src/scored';
import { openTask } from '../../../src/tasks/registry';
import { backends } from '../../support/backends';
import { gpuBackend } from '../../support/gpu';
import { initialWeights } from '../../support/initial_weights';
import { expectClose, TWIN } from '../../support/numbers';

const materials = { corpus: async () => 'call me ishmael. some years ago. '.repeat(100) };
const L = 24;
const D = 6;
const task = await openTask({ name: 'induction_heads', length: L, vocabulary: 12 }, 1, materials);
const request: InspectRequest = { contender: 0, input: { kind: 'example', index: 0 }, position: null };

async function inspectorOf(blocks: BlockConfig[], backend: Backend = new TwinBackend(), of = task) {
  // No kernel has a variant to compile for this width.
  const model = defineModel({ vocab_size: of.vocabulary.size, d_model: D, blocks });
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(initialWeights(model, 5));
  return { backend, model, parameters, inspector: new Inspector(backend, of, model, parameters) };
}

async function inspect(blocks: BlockConfig[], change: Partial<InspectRequest> = {}): Promise<Inspection> {
  const { inspector } = await inspectorOf(blocks);
  return inspector.inspect({ ...request, ...change });
}

/** The size of what the first block carries. */
function carriedBy({ blocks }: Inspection) {
  const found = blocks[0]?.views.find(({ key }) => key === 'carried_size');
  return found?.kind === 'lines' ? found.series.find(({ name }) => name === 'all')?.values : undefined;
}

describe('an inspection', () => {
  it('ends each block with the sizes of what it carries and of the stream', async () => {
    const { blocks } = await inspect([
      { mixer: 'lstm', mlp: 8 },
      { mixer: 'attention', heads: 1 },
    ]);
    const last = blocks.map(({ views }) =>
      views.slice(-2).map(view => (view.kind === 'lines' ? [view.key, ...view.series.map(({ name }) => name)] : [])),
    );
    expect(last).toEqual([
      [
        ['carried_size', 'all', 'h', 'c'],
        ['stream_size', 'stream', 'added by the mixer', 'added by the MLP'],
      ],
      [
        ['carried_size', 'all', 'k', 'v'],
        ['stream_size', 'stream', 'added by the mixer'],
      ],
    ]);
  });

  it('has the trainer’s loss of the same sequence, and predictions that add up', async () => {
    const inspection = await inspect([{ mixer: 'mamba' }, { mixer: 'attention', heads: 1 }]);
    const model = defineModel({
      vocab_size: task.vocabulary.size,
      d_model: D,
      blocks: [{ mixer: 'mamba' }, { mixer: 'attention', heads: 1 }],
    });
    const trainer = await Trainer.make(new TwinBackend(), model, { B: 1, L }, initialWeights(model, 5));
    const batch = task.batch('validation', 0, 1);
    await trainer.evaluate(batch);
    const [result] = await trainer.results();
    const scored = inspection.loss.filter(loss => !Number.isNaN(loss));
    expect(scored).toHaveLength(result.scored);
    expect(scored.reduce((sum, loss) => sum + loss, 0) / scored.length).toBeCloseTo(result.loss, 5);
    inspection.predictions.forEach((predictions, t) => {
      expect(predictions).toHaveLength(5);
      const probabilities = predictions.map(({ probability }) => probability);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
      const target = inspection.targets[t];
      expect(target === null).toBe(batch.targets[t] === IGNORED);
      const own = predictions.find(({ right }) => right);
      expect(own?.glyph ?? null).toBe(predictions.some(({ glyph }) => glyph === target) ? target : null);
      if (own) expect(Math.exp(-inspection.loss[t])).toBeCloseTo(own.probability, 6);
    });
    expect(inspection.blocks.map(({ title }) => title)).toEqual(['Mamba', 'Attention']);
  });

  it('of convolutions reaches exactly as far as their receptive field', async () => {
    const blocks = [1, 2].map(dilation => ({ mixer: 'conv', kernel: 3, dilation }));
    for (const position of [L - 1, 9, 3]) {
      const { reach } = await inspect(blocks, { position });
      expect(reach).toMatchObject({ position, receptiveField: 7 });
      reach.norms.forEach((norm, t) => {
        const inside = t <= position && t > position - 7;
        if (inside) expect(norm).toBeGreaterThan(0);
        else expect(norm).toBe(0);
      });
    }
  });

  it('of a convolution through FFTs does not show its rounding', async () => {
    const { reach } = await inspect([{ mixer: 'hyena', l_max: 3, target: 1e-12, kernel: 1 }]);
    const least = Math.max(...reach.norms) * 2 ** -51;
    expect(reach.norms.every(norm => norm === 0 || norm >= least)).toBe(true);
    expect(reach.norms[0]).toBe(0);
  });

  it('of windowed attention reaches no farther than the window, of a recurrence to the start', async () => {
    const { reach } = await inspect([{ mixer: 'attention', heads: 1, window: 4 }]);
    expect([...reach.norms.slice(0, L - 4)]).toEqual(new Array(L - 4).fill(0));
    expect(reach.norms.slice(L - 4).every(norm => norm > 0)).toBe(true);
    const lstm = await inspect([{ mixer: 'lstm' }], { position: 5 });
    expect(lstm.reach.receptiveField).toBeNull();
    expect(lstm.reach.norms.slice(0, 6).every(norm => norm > 0)).toBe(true);
    expect([...lstm.reach.norms.slice(6)]).toEqual(new Array(L - 6).fill(0));
  });

  it('uses the current weights', async () => {
    const { model, parameters, inspector } = await inspectorOf([{ mixer: 'gru' }]);
    const before = await inspector.inspect(request);
    expect(await inspector.inspect(request)).toEqual(before);
    parameters.write(initialWeights(model, 6));
    expect((await inspector.inspect(request)).loss).not.toEqual(before.loss);
  });

  it('of a model whose logits are not finite is refused, with the token and the fix', async () => {
    const { model, parameters, inspector } = await inspectorOf([
      { mixer: 'attention', heads: 1, positions: 'learned', places: L },
    ]);
    const weights = initialWeights(model, 5);
    [...weights].find(([name]) => name.includes('position'))?.[1].fill(Number.NaN, 7 * D, 8 * D);
    parameters.write(weights);
    await expect(inspector.inspect(request)).rejects.toThrow(/diverged: its logits after token 8 .*learning rate/);
  });

  it('on the GPU equals that of the twins', async () => {
    const blocks = [{ mixer: 'linear_attention', heads: 1 }];
    const twins = await inspect(blocks);
    const { backend, parameters, inspector } = await inspectorOf(blocks, await gpuBackend());
    const before = backend.counters.bytes;
    const gpu = await inspector.inspect(request);
    const all = { relative: 1e-3, absolute: 1e-5 };
    const scored = (inspection: Inspection) => inspection.loss.filter(loss => !Number.isNaN(loss));
    expectClose(scored(gpu), scored(twins), all, 'loss');
    expectClose(gpu.reach.norms, twins.reach.norms, all, 'reach');
    expect(gpu.induction?.scores[0].score).toBeCloseTo(twins.induction?.scores[0].score ?? Number.NaN, 4);
    inspector.destroy();
    expect(backend.counters.bytes).toBe(before);
    parameters.free();
  });
});

describe('a sequence that is cut', () => {
  const text = 'call me ishmael. '.repeat(20);
  const omitted = text.length - MOST_TOKENS;

  it.each([
    { mixer: 'attention', heads: 1, window: 8, positions: 'sinusoidal' },
    { mixer: 'attention', heads: 1, window: 8, positions: 'learned', places: 400 },
    { mixer: 'attention', heads: 1, window: 8 },
  ])('is read at its own positions: $positions', async block => {
    const of = await openTask({ name: 'text', length: 32 }, 1, materials);
    const { backend, model, parameters, inspector } = await inspectorOf([block], new TwinBackend(), of);
    const inspection = await inspector.inspect({ ...request, input: { kind: 'text', text } });
    expect(inspection.omitted).toBe(omitted);
    const tokens = of.vocabulary.encode(text);
    const L = tokens.length;
    const all = await parallelLogits(backend, model, parameters, { B: 1, L }, tokens);
    const V = of.vocabulary.size;
    const whole = logProbabilities(all, V);
    // From here on a token's whole window lies in the cut sequence, so it sees the same as in the whole one.
    for (let t = 8; t < MOST_TOKENS - 1; t++) {
      const target = tokens[omitted + t + 1] ?? 0;
      expect(inspection.loss[t]).toBeCloseTo(-(whole[(omitted + t) * V + target] ?? 0), 5);
    }
    const shape = { B: 1, L };
    const probe = await GradientProbe.make(backend, model, parameters, shape);
    const [said = 0] = likeliest(whole.subarray((L - 1) * V)).map(({ token }) => token);
    const norms = await probe.norms({ tokens, targets: new Int32Array(L).fill(said) }, L - 1);
    expectClose(inspection.reach.norms, norms.slice(omitted), { relative: 1e-5, absolute: 1e-9 }, 'reach');
    const trace = await StateTrace.make(backend, model, parameters, L);
    const [unbroken] = await trace.run(tokens);
    const states = carriedBy(inspection);
    expectClose(states?.slice(8) ?? [], unbroken?.all.slice(omitted + 8) ?? [1], TWIN, 'carried state');
  });
});

it('carries what the forward pass remembers: a sequence that is cut has no first token, which RG-LRU would write whole', async () => {
  const of = await openTask({ name: 'text', length: 32 }, 1, materials);
  const { inspector } = await inspectorOf([{ mixer: 'rg_lru', heads: 1, kernel: 1 }], new TwinBackend(), of);
  const text = 'call me ishmael. '.repeat(20);
  const inspection = await inspector.inspect({ ...request, input: { kind: 'text', text } });
  const hidden = inspection.blocks[0]?.views.find(({ key }) => key === 'hidden');
  if (hidden?.kind !== 'rows') throw new Error('RG-LRU shows its memory');
  const byToken = rowsOf(hidden.values, { L: hidden.rows, rows: MOST_TOKENS });
  expectClose(carriedBy(inspection) ?? [], rowRms(byToken, hidden.rows), { relative: 1e-6, absolute: 1e-7 }, 'h');
});

describe('induction scores', () => {
  it('exist for every head and every implied attention, between 0 and 1', async () => {
    const blocks = [
      { mixer: 'attention', heads: 3 },
      { mixer: 'lstm' },
      { mixer: 'mamba' },
      { mixer: 'linear_attention', heads: 2 },
    ];
    const { induction, blocks: looked } = await inspect(blocks);
    expect(induction?.tokens).toBe(12);
    expect(induction?.scores.map(({ block }) => block)).toEqual([0, 0, 0, 2, 3, 3]);
    for (const { block, key, title, score } of induction?.scores ?? []) {
      const view = looked[block].views.find(candidate => candidate.key === key);
      expect(view).toMatchObject({ kind: 'matrix', title });
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
    }
    // Means of 1 / (t + 1) over the tokens of the second copy.
    const shares = Array.from({ length: 12 }, (_, i) => 1 / (13 + i));
    expect(induction?.chance).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / 12, 6);
  });

  it('are near chance where all weights are 0, and 1 for a head that copies', async () => {
    const { model, parameters, inspector } = await inspectorOf([{ mixer: 'attention', heads: 1 }]);
    const flat = [...initialWeights(model, 5)].map(([name, values]) => [name, values.map(() => 0)] as const);
    parameters.write(new Map(flat));
    const { induction } = await inspector.inspect(request);
    expect(induction?.scores[0].score).toBeCloseTo(induction?.chance ?? Number.NaN, 6);
    const n = 5;
    const copies = Float32Array.from({ length: 4 * n * n }, (_, at) => {
      const [t, s] = [Math.floor(at / (2 * n)), at % (2 * n)];
      return t >= n && s === t - n + 1 ? -3 : 0;
    });
    expect(inductionScore(copies, n)).toBe(1);
    const previous = copies.map((_, at) => (at % (2 * n) === Math.floor(at / (2 * n)) - 1 ? 1 : 0));
    expect(inductionScore(previous, n)).toBe(0);
  });

  it('need a vocabulary, sequences, and a mixer that allow them', async () => {
    expect(copyLength(3, 100)).toBeUndefined();
    expect(copyLength(100, 7)).toBeUndefined();
    expect(copyLength(16, 100)).toBe(16);
    expect(copyLength(100, 20)).toBe(10);
    expect(copyLength(100, 1000)).toBe(32);
    expect((await inspect([{ mixer: 'lstm' }])).induction).toBeNull();
    const parity = await openTask({ name: 'parity' }, 1, materials);
    const { inspector } = await inspectorOf([{ mixer: 'attention', heads: 1 }], new TwinBackend(), parity);
    const small = await inspector.inspect(request);
    expect(small.induction === null).toBe(parity.vocabulary.size < 4);
  });
});

/** Mixers whose training may truncate backpropagation. */
const truncated = mixers.filter(({ fields }) => fields.some(({ key }) => key === 'bptt')).map(({ name }) => name);

describe.each(['twin', 'webgpu', 'wasm'] as const)('on %s, what a prediction depends on', kind => {
  it.each(truncated)('reaches the first token, also where %s truncates the gradient in training', async mixer => {
    const markov = await openTask({ name: 'markov', states: 5, length: 20 }, 1, materials);
    const backend = await backends[kind]();
    const norms = async (bptt: number | null): Promise<Float32Array> => {
      const { inspector, parameters } = await inspectorOf([{ mixer, bptt }], backend, markov);
      const { reach } = await inspector.inspect({ ...request, position: 19 });
      inspector.destroy();
      parameters.free();
      return reach.norms;
    };
    const whole = await norms(null);
    expect(whole[0]).toBeGreaterThan(0);
    expect(await norms(8)).toEqual(whole);
  });
});
