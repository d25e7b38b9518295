import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { trainingConfig } from '../../../src/lab/config/config';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { oneStage, openStages, positionAt } from '../../../src/lab/race/stages';
import { Trainer } from '../../../src/lab/race/trainer';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { openTask } from '../../../src/tasks/registry';
import { backends } from '../../support/backends';
import { runOf } from '../../support/driven_run';
import {
  closeAll,
  curves,
  drive,
  interrupted,
  joined,
  materials,
  pointsOf,
  resumed,
  straight,
} from '../../support/driven_session';
import { initialWeights } from '../../support/initial_weights';

afterAll(closeAll);

const both = [{ mixer: 'lstm' }, { mixer: 'mamba', d_state: 4 }];

const race = (training: object = {}, blocks: readonly object[] = both, contenders = 2) =>
  parseRunConfig({
    task: { name: 'text', length: 8 },
    contenders: [
      { name: 'Carried', d_model: 8, blocks },
      { name: 'Windows', d_model: 8, blocks: [{ mixer: 'lstm' }], training: { carry_state: false } },
    ].slice(0, contenders),
    training: {
      ...{ steps: 10, batch: 2, warmup: 2, validate_every: 4, validation_batches: 1 },
      ...{ carry_state: true, dropout: 0.1, ...training },
    },
  });

describe('a stream of batches', () => {
  it('goes on in each row where the batch before ended, and comes to its start again', async () => {
    const { stream, length: L } = await openTask({ name: 'text', length: 8 }, 3, materials);
    const rows = [0, 1, 2, 500].map(index => stream?.(index, 2));
    for (const b of [0, 1])
      for (const i of [0, 1]) expect(rows[i]?.targets[(b + 1) * L - 1], `row ${b}`).toBe(rows[i + 1]?.tokens[b * L]);
    expect(rows[0]?.targets.subarray(0, L - 1)).toEqual(rows[0]?.tokens.subarray(1, L));
    expect(rows[3]?.tokens).toHaveLength(2 * L);
    expect(stream?.(0, 2)).toEqual(rows[0]);
    const other = await openTask({ name: 'text', length: 8 }, 4, materials);
    expect(other.stream?.(0, 2)).not.toEqual(rows[0]);
  });

  it('begins its state anew with a stage, and before a position has more digits than a model can tell', async () => {
    const task = await openTask({ name: 'text', length: 8 }, 3, materials);
    const [stage] = oneStage(task, 2);
    expect(positionAt(stage, 5)).toBe(0);
    const streams = { ...stage, from: 3, streams: true };
    expect([3, 4, 2 ** 17 + 2, 2 ** 17 + 3].map(step => positionAt(streams, step))).toEqual([0, 8, 2 ** 20 - 8, 0]);
  });

  it('is refused for sequences that have nothing to do with each other, and for mixers that train on whole sequences', async () => {
    const parity = { name: 'parity', length: 8 };
    const { training } = race();
    await expect(openStages(parity, training, own => openTask(own, 1, materials))).rejects.toThrow(/Carry the state/);
    for (const { name, title, trainsWholeOnly } of mixers) {
      const loading = drive(new TwinBackend(), race({}, [{ mixer: name }]));
      if (trainsWholeOnly === undefined) await expect(loading, name).resolves.toBeDefined();
      else
        await expect(loading).rejects.toThrow(
          `Carried cannot carry its state from batch to batch, because of ${title}.`,
        );
    }
  });
});

describe('training from a carried state', () => {
  const [B, L] = [2, 8];
  const still = trainingConfig.parse({ lr: 1e-30, weight_decay: 0, warmup: 0 });
  const model = defineModel({
    vocab_size: 30,
    d_model: 8,
    blocks: [{ mixer: 'lstm' }, { mixer: 'mamba', d_state: 4 }],
  });

  it.each(['twin', 'wasm'] as const)(
    'has the losses of one long sequence on %s, and gradients of each piece alone',
    async kind => {
      const backend = await backends[kind]();
      const make = (length: number, carries: boolean) =>
        Trainer.make(backend, model, { B, L: length }, initialWeights(model, 1), { carries });
      const task = await openTask({ name: 'text', length: 2 * L }, 1, materials);
      const whole = task.batch('train', 0, B);
      const piece = (values: Int32Array, half: number): Int32Array =>
        Int32Array.from({ length: B * L }, (_, i) => values[Math.floor(i / L) * 2 * L + half * L + (i % L)] ?? -1);
      const half = (i: number) => ({ tokens: piece(whole.tokens, i), targets: piece(whole.targets, i) });
      const long = await make(2 * L, false);
      await long.step(whole, still);
      const [expected] = await long.results();
      const carried = await make(L, true);
      await carried.step(half(0), still, undefined, 0);
      await carried.step(half(1), still, undefined, L);
      const [first, second] = await carried.results();
      const mean = ((first?.loss ?? 0) + (second?.loss ?? 0)) / 2;
      expect(mean).toBeCloseTo(expected?.loss ?? Number.NaN, kind === 'twin' ? 10 : 5);

      const fresh = await make(L, true);
      await fresh.step(half(1), still, undefined, 0);
      const [anew] = await fresh.results();
      expect(anew?.loss, 'without the state').not.toBeCloseTo(second?.loss ?? Number.NaN, 5);
      expect(second?.gradientNorm).not.toBeCloseTo(expected?.gradientNorm ?? Number.NaN, 5);
      for (const trainer of [long, carried, fresh]) trainer.destroy();
    },
  );

  it('evaluates without a state, and changes none', async () => {
    const backend = new TwinBackend();
    const task = await openTask({ name: 'text', length: L }, 1, materials);
    const batch = task.batch('validation', 0, B);
    const weights = initialWeights(model, 1);
    const carried = await Trainer.make(backend, model, { B, L }, weights, { carries: true });
    const plain = await Trainer.make(backend, model, { B, L }, weights);
    await carried.step(task.batch('train', 0, B), still);
    const { stream } = await carried.takeSnapshot();
    await carried.evaluate(batch);
    await plain.evaluate(batch);
    const [, own] = await carried.results();
    expect(own).toEqual((await plain.results())[0]);
    expect((await carried.takeSnapshot()).stream).toEqual(stream);
    expect(stream?.values.some(value => value !== 0)).toBe(true);
    expect((await plain.takeSnapshot()).stream).toBeUndefined();
  });

  it('leaves the state as it was when a step is stopped', async () => {
    const task = await openTask({ name: 'text', length: L }, 1, materials);
    const trainer = await Trainer.make(new TwinBackend(), model, { B, L }, initialWeights(model, 1), { carries: true });
    await trainer.step(task.batch('train', 0, B), still);
    const before = await trainer.takeSnapshot();
    let asked = 0;
    const stop = {
      get aborted() {
        return asked++ > 8;
      },
    };
    expect(await trainer.step(task.batch('train', 1, B), still, stop, L)).toBe(false);
    expect(await trainer.takeSnapshot()).toEqual(before);
  });
});

describe.each(['twin', 'wasm', 'webgpu'] as const)('a race that carries its state on %s', kind => {
  it('repeats bit for bit: interrupted, and resumed within a stage and across its end', async () => {
    const lengths = { start_length: 4, length_warmup: 5 };
    // Other mixers compile for long on a software adapter.
    const config = kind === 'webgpu' ? race(lengths, [{ mixer: 'rnn' }], 1) : race(lengths);
    const make = () => backends[kind]();
    const first = await curves(await make(), config, straight);
    for (const steps of kind === 'webgpu' ? [3] : [3, 5, 7])
      expect(pointsOf((await resumed(make, config, steps)).recorder), `from step ${steps}`).toEqual(first);
    if (kind !== 'webgpu') expect(await curves(await make(), config, interrupted)).toEqual(first);
  });
});

describe('a run that carries its state', () => {
  it('goes on from its file bit for bit, in version 2', async () => {
    const config = race();
    const undisturbed = await curves(new TwinBackend(), config, straight);
    const first = await drive(new TwinBackend(), config);
    first.session.play(6);
    await first.session.idle();
    const run = runOf(first, config);
    expect(run.members.map(({ trainer }) => trainer?.stream?.B)).toEqual([2, undefined]);
    const read = readRunFile(writeRunFile(run));
    expect(read).toEqual(run);
    const versions = [config, race({ carry_state: undefined }, both, 1)].map(own => {
      const { 'run.json': facts } = unzipSync(writeRunFile({ ...run, config: own, members: run.members.slice(0, 1) }));
      return JSON.parse(new TextDecoder().decode(facts)).version;
    });
    expect(versions, 'older readers read what they know').toEqual([2, 1]);
    if (read.kind !== 'race') return;
    const second = await drive(new TwinBackend(), read.config);
    second.session.resume({ playing: false, contenders: read.members });
    await straight(second.session);
    expect(joined(pointsOf(first.recorder), pointsOf(second.recorder))).toEqual(undisturbed);
  });
});
