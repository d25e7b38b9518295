import { expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { GradientProbe } from '../../../src/lab/inspect/gradient_probe';
import { KeptForward, rowRms } from '../../../src/lab/inspect/kept_forward';
import { mixers } from '../../../src/models/registry';
import { IGNORED } from '../../../src/scored';
import { expectClose, TWIN } from '../../support/numbers';
import { expectProbesEqualTwins, probedSequence, probeOf } from '../../support/probe_case';
import { wasmBackend } from '../../support/wasm';

const L = probedSequence.tokens.length;

it.each(mixers.map(({ name }) => name))('every tensor of %s is on wasm as on the twins', async name =>
  expectProbesEqualTwins(await wasmBackend(), { mixer: name, mlp: 12 }),
);

it.each(mixers.map(({ name }) => name))(
  'the tensors of %s have different, plain names, and gradients have theirs',
  async name => {
    const { model, probe } = await probeOf(new TwinBackend(), { mixer: name, mlp: 12 }, { mixer: name });
    const names = probe.named.map(own => own.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter(own => !/^[A-Za-z0-9_.]+$/.test(own))).toEqual([]);
    const parameters = model.parameters.map(own => own.name);
    expect(names).toEqual(expect.arrayContaining([...parameters, ...parameters.map(own => `${own}.grad`)]));
    expect(names).toContain('backbone.layers.1.mixer.residual');
    expect(names).toContain('backbone.layers.0.norm2.output.grad');
  },
);

it('gradients are those of the loss, and what forward leaves is read before backward takes its place', async () => {
  const backend = new TwinBackend();
  const { model, parameters, probe } = await probeOf(backend, { mixer: 'lstm' }, { mixer: 'attention' });
  const position = 6;
  const targets = probedSequence.targets.map((target, t) => (t === position ? target : IGNORED));
  const gradient = await probe.read('backbone.embedding.output.grad', { ...probedSequence, targets });
  const other = await GradientProbe.make(backend, model, parameters, { B: 1, L });
  const norms = await other.norms(probedSequence, position);
  const D = model.config.d_model;
  const ours = rowRms(gradient?.values ?? new Float32Array(), D).map(value => value * Math.sqrt(D));
  expectClose(ours, norms, { relative: 1e-6, absolute: 1e-9 }, 'gradient of the embedding');
  const kept = await KeptForward.make(backend, model, parameters, L);
  const logits = await kept.run(probedSequence.tokens);
  expectClose((await probe.read('lm_head.logits', probedSequence))?.values ?? [], logits, TWIN, 'logits');
  expect(await probe.read('nobody', probedSequence)).toBeUndefined();
});

it('the residual stream is the sum of what the layers add, and each token’s state is measured', async () => {
  const backend = new TwinBackend();
  const { model, parameters, probe, trace } = await probeOf(
    backend,
    { mixer: 'lstm', mlp: 12 },
    { mixer: 'attention' },
  );
  const kept = await KeptForward.make(backend, model, parameters, L);
  await kept.run(probedSequence.tokens);
  const { embedded, layers } = await kept.stream();
  const read = async (name: string) => (await probe.read(name, probedSequence))?.values ?? new Float32Array();
  const D = model.config.d_model;
  expectClose(embedded, rowRms(await read('backbone.embedding.output'), D), TWIN, 'embedding');
  const after = await read('backbone.layers.0.mlp.residual');
  const before = await read('backbone.layers.0.mixer.residual');
  expectClose(layers[1]?.stream ?? [], rowRms(after, D), { relative: 1e-6, absolute: 1e-7 }, 'stream');
  const added = after.map((value, i) => value - (before[i] ?? 0));
  expectClose(layers[1]?.added ?? [], rowRms(added, D), { relative: 1e-6, absolute: 1e-7 }, 'added');

  const [lstm, attention] = await trace.run(probedSequence.tokens);
  const cells = await read('backbone.layers.0.mixer.cells');
  expect(lstm?.series.map(({ name }) => name)).toEqual(['h', 'c']);
  expectClose(lstm?.series[1]?.values ?? [], rowRms(cells, D), { relative: 1e-6, absolute: 1e-7 }, 'c');
  // Keys of the past stay as they are, so the mean over all of them changes less and less.
  expect(attention?.series.map(({ name }) => name)).toEqual(['k', 'v']);
  expect(Math.min(...(attention?.all ?? [0]))).toBeGreaterThan(0);
});
