import { unzipSync, zipSync } from 'fflate';
import { afterAll, expect, test, vi } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runConfig } from '../../../src/lab/config/config';
import { branchRun } from '../../../src/lab/runs/branch';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { runOf } from '../../support/driven_run';
import { closeAll, curves, type Driven, drive, joined, pointsOf, straight } from '../../support/driven_session';

afterAll(closeAll);

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
  training: { steps: 10, batch: 2, warmup: 2, validate_every: 5, validation_batches: 3 },
});

/** A session that the visitor pauses while the contender is validated at `step`. */
async function pausedAt(step: number): Promise<Driven> {
  const driven = await drive(new TwinBackend(), config);
  const [contender] = driven.session.contenders;
  if (!contender) throw new Error('there is no contender');
  const { trainer } = contender;
  const evaluate = trainer.evaluate.bind(trainer);
  const spy = vi.spyOn(trainer, 'evaluate').mockImplementation(async (batch, stop) => {
    if (contender.steps !== step) return evaluate(batch, stop);
    driven.session.pause();
    return false;
  });
  driven.session.play();
  await driven.session.idle();
  spy.mockRestore();
  return driven;
}

test.each([5, 10])('a race that is paused in the validation of step %i is kept up to that step', async step => {
  const undisturbed = await curves(new TwinBackend(), config, straight);
  const first = await pausedAt(step);
  const { contenders } = first.session.snapshot;
  expect(contenders[0]).toMatchObject({ status: 'paused', trainer: { steps: step } });
  const shown = first.recorder.curves()[0]?.step.length ?? 0;
  expect(shown, 'its last points wait').toBeLessThan(step);

  const run = runOf(first, config);
  const read = readRunFile(writeRunFile(run));
  expect(read).toEqual(run);
  if (read.kind !== 'race') throw new Error('it is a race');
  for (const members of [contenders, read.members]) {
    const second = await drive(new TwinBackend(), config);
    second.session.resume({ playing: true, contenders: members });
    expect(second.events).toContainEqual(expect.objectContaining({ type: 'resumed', steps: [shown] }));
    await second.session.idle();
    expect(joined(pointsOf(first.recorder), pointsOf(second.recorder))).toEqual(undisturbed);
    expect(second.session.snapshot.contenders[0]).not.toHaveProperty('waiting');
  }
  // The one that was paused goes on, too.
  await straight(first.session);
  expect(pointsOf(first.recorder)).toEqual(undisturbed);
  expect(first.session.snapshot.contenders[0]).not.toHaveProperty('waiting');
});

test('a file whose curve has what its weights still wait for is refused', async () => {
  const first = await pausedAt(5);
  const run = runOf(first, config);
  const members = run.members.map(({ waiting: _, ...member }) => member);
  expect(() => readRunFile(writeRunFile({ ...run, members }))).toThrow('the curve of LSTM ends before its weights');
});

test('a file that says that more steps wait than its curve has is refused', async () => {
  const run = runOf(await pausedAt(5), config);
  const files = unzipSync(writeRunFile(run));
  const facts = Buffer.from(files['run.json'] ?? []).toString();
  const more = facts.replace(/"waiting": \d+/, '"waiting": 6');
  expect(more).not.toBe(facts);
  expect(() => readRunFile(zipSync({ ...files, 'run.json': Buffer.from(more) }))).toThrow(
    /6 steps wait, and a curve has 5/,
  );
});

test('on another task or with another batch, what waits for a validation gets none', async () => {
  const run = runOf(await pausedAt(5), config);
  const vocabulary = run.vocabulary;
  const changes = [
    { batch: 3 },
    { task: { config: { name: 'text', length: 24 }, length: 24, vocabulary, streams: true } },
  ];
  for (const change of changes) {
    const [member] = branchRun(run, { further: 5, schedule: 'constant', ...change }).members;
    expect(member?.waiting).toBeUndefined();
    expect(member?.curve.step).toEqual(Float64Array.of(1, 2, 3, 4, 5));
    expect(member?.curve.validation[4]).toBe(Number.NaN);
  }
  const [kept] = branchRun(run, { further: 5, schedule: 'constant', lr: 1e-4 }).members;
  expect(kept?.waiting?.step.at(-1)).toBe(5);
});
