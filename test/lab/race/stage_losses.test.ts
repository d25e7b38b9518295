import { afterAll, describe, expect, it } from 'vitest';
import { measurePositions } from '../../../headless/positions';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { meansOf, StageLosses } from '../../../src/lab/race/stage_losses';
import { openStages } from '../../../src/lab/race/stages';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { openTask } from '../../../src/tasks/registry';
import { runOf } from '../../support/driven_run';
import { closeAll, drive, materials, resumed, straight } from '../../support/driven_session';

afterAll(closeAll);

/** Lengths 4 to step 2, 8 to step 4, then 16. */
const config = parseRunConfig({
  task: { name: 'text', length: 16 },
  contenders: [
    { name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] },
    { name: 'Long', d_model: 8, blocks: [{ mixer: 'rnn' }], training: { start_length: null } },
  ],
  training: {
    ...{ steps: 6, batch: 2, lr: 1e-30, warmup: 0, weight_decay: 0, validate_every: 6, validation_batches: 1 },
    ...{ start_length: 4, length_warmup: 4 },
  },
});

describe('the loss by position where the length grows', () => {
  it('is that of full sequences with the weights of that step, beside the one of now, and none of a race at one length', async () => {
    const { session, events } = await drive(new TwinBackend(), config);
    await straight(session);
    const [report, long] = await measurePositions(session.race);
    expect(report?.before?.map(({ step, length }) => [step, length])).toEqual([
      [2, 4],
      [4, 8],
    ]);
    // Its weights stay, so the loss of now is that of before.
    for (const { loss } of report?.before ?? [])
      loss.forEach((value, t) => {
        expect(value).toBeCloseTo(Number(report?.loss[t]), 3);
      });
    expect(report?.before?.[0]?.loss).toHaveLength(16);
    expect(long).not.toHaveProperty('before');
    session.inspect(1, { contender: 0, input: { kind: 'example', index: 0 }, position: null, positions: true });
    await session.idle();
    const inspected = events.find(event => event.type === 'inspected');
    expect(inspected?.inspection.positions?.before).toEqual(report?.before);
  });

  it('stays in snapshots and run files, and is not measured twice', async () => {
    const { session } = await resumed(async () => new TwinBackend(), config, 3);
    const [{ snapshot } = { snapshot: undefined }] = session.contenders;
    expect(snapshot?.stages?.map(({ step }) => step)).toEqual([2, 4]);
    const driven = await drive(new TwinBackend(), config);
    driven.session.play(4);
    await driven.session.idle();
    const run = runOf(driven, config);
    expect(run.members.map(({ stages }) => stages?.length)).toEqual([1, undefined]);
    expect(readRunFile(writeRunFile(run))).toEqual(run);
  });

  it('is measured anew after a stop, and not where it has no room', async () => {
    const backend = new TwinBackend();
    const { session } = await drive(backend, config);
    const [contender] = session.contenders;
    if (!contender) throw new Error('there is no contender');
    const { model, parameters } = contender;
    const training = config.training;
    const stages = await openStages(config.task, training, own => openTask(own, 1, materials));
    const losses = new StageLosses(backend, stages);
    expect(await losses.measure(model, parameters, 2, { aborted: true })).toBe(false);
    expect(losses.kept).toEqual([]);
    for (const step of [0, 1, 2, 2, 3]) expect(await losses.measure(model, parameters, step)).toBe(true);
    expect(losses.kept.map(({ step }) => step)).toEqual([2]);
    class Small extends TwinBackend {
      override readonly room = { each: 1024, all: 1024 };
    }
    const small = new StageLosses(new Small(), stages);
    expect(await small.measure(model, parameters, 2)).toBe(true);
    expect(small.kept).toEqual([]);
  });

  it('is given as at most 256 means, null where nothing is scored', () => {
    expect(meansOf(Float32Array.of(1, Number.NaN, 0.123456))).toEqual([1, null, 0.12346]);
    const many = meansOf(Float32Array.from({ length: 600 }, (_, t) => (t < 3 ? Number.NaN : t)));
    expect(many).toHaveLength(200);
    expect(many.slice(0, 2)).toEqual([null, 4]);
  });
});
