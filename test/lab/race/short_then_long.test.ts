import { afterAll, describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { openStages } from '../../../src/lab/race/stages';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
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

afterAll(closeAll);

/** Lengths 4 to step 3, 8 to step 6, then 16. */
const race = (training: object = {}) =>
  parseRunConfig({
    task: { name: 'text', length: 16 },
    contenders: [
      { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
      { name: 'Long', d_model: 8, blocks: [{ mixer: 'lstm' }], training: { start_length: null } },
    ],
    training: {
      ...{ steps: 12, batch: 2, warmup: 2, validate_every: 4, validation_batches: 2 },
      ...{ start_length: 4, length_warmup: 6, dropout: 0.1, ...training },
    },
  });

describe('the batches of stages', () => {
  const stagesOf = (task: { name: string; length: number; [key: string]: unknown }, training: object) => {
    const config = race(training);
    return openStages(task, config.training, own => openTask(own, 1, materials));
  };

  it('have as many tokens each, and the last stage has those of a race that is long from the start', async () => {
    const stages = await stagesOf({ name: 'text', length: 16 }, {});
    expect(stages.map(({ from, B, task }) => [from, B, task.length])).toEqual([
      [0, 8, 4],
      [3, 4, 8],
      [6, 2, 16],
    ]);
    expect(
      stages.map(({ B, first, from }, i) => [first * B, (first + (stages[i + 1]?.from ?? 12) - from) * B]),
    ).toEqual([
      [2 ** 30, 2 ** 30 + 24],
      [2 ** 30 + 24, 2 ** 30 + 36],
      [12, 24],
    ]);
  });

  it('round where sequences do not divide the tokens', async () => {
    const stages = await stagesOf({ name: 'selective_copying', length: 32, copied: 4, vocabulary: 16 }, { batch: 3 });
    const full = 3 * (32 + 2 * 4);
    for (const { B, task } of stages) expect(Math.abs(B * task.length - full)).toBeLessThanOrEqual(task.length / 2);
  });

  it('say which length a task cannot have', async () => {
    const dyck = { name: 'dyck', length: 20 };
    await expect(stagesOf(dyck, { start_length: 5 })).rejects.toThrow(
      /cannot have the length 5, .* length at the start/,
    );
  });
});

describe.each(['twin', 'wasm'] as const)('short, then long, on %s', kind => {
  it('repeats bit for bit: interrupted, resumed within a stage, and across its end', async () => {
    const make = () => backends[kind]();
    const first = await curves(await make(), race(), straight);
    expect(await curves(await make(), race(), interrupted)).toEqual(first);
    for (const steps of [2, 3, 5])
      expect(pointsOf((await resumed(make, race(), steps)).recorder), `from step ${steps}`).toEqual(first);
  });
});

describe('a race that is short, then long', () => {
  it('counts tokens and FLOPs of each length, and leaves a contender that is long from the start as it is', async () => {
    const { session, recorder } = await drive(new TwinBackend(), race());
    await straight(session);
    const [short, long] = recorder.runs().map(({ curve }) => curve);
    expect(short?.tokens).toEqual(long?.tokens);
    expect(short?.flops.at(-1)).toBe(long?.flops.at(-1));
    const alone = { ...race({ start_length: undefined }) };
    const { session: other, recorder: plain } = await drive(new TwinBackend(), alone);
    await straight(other);
    const [, before] = plain.runs().map(({ curve }) => curve);
    expect(long?.loss).toEqual(before?.loss);
    expect(short?.loss).not.toEqual(before?.loss);
  });

  it('is validated at full length from its first step on', async () => {
    const frozen = { lr: 1e-30, weight_decay: 0, warmup: 0, dropout: 0 };
    const { session, recorder } = await drive(new TwinBackend(), race(frozen));
    await straight(session);
    const [short, long] = recorder.runs().map(({ curve }) => curve.validation);
    expect(short?.filter(loss => loss !== null).length).toBeGreaterThan(3);
    short?.forEach((loss, i) => {
      if (loss !== null) expect(loss).toBeCloseTo(Number(long?.[i]), 9);
    });
  });

  it('goes on from a run file in the middle of a stage, bit for bit', async () => {
    const config = race();
    const undisturbed = await curves(new TwinBackend(), config, straight);
    const first = await drive(new TwinBackend(), config);
    first.session.play(4);
    await first.session.idle();
    const run = runOf(first, config);
    const read = readRunFile(writeRunFile(run));
    expect(read).toEqual(run);
    if (read.kind !== 'race') return;
    const second = await drive(new TwinBackend(), read.config);
    second.session.resume({ playing: false, contenders: read.members });
    await straight(second.session);
    expect(joined(pointsOf(first.recorder), pointsOf(second.recorder))).toEqual(undisturbed);
  });

  it('is refused where one of its lengths does not fit, before anything is allocated', async () => {
    const backend = new TwinBackend();
    const { session } = await drive(backend, race());
    const [{ report } = { report: undefined }] = session.contenders;
    class Small extends TwinBackend {
      override readonly room = { ...backend.room, all: (report?.plannedBytes ?? 0) / 2 };
    }
    await expect(drive(new Small(), race())).rejects.toThrow(/contenders together need/);
  });
});
