import { afterAll, expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import { tokenTexts } from '../../../src/lab/race/contender_facts';
import { curveColumnsOf } from '../../../src/lab/race/curve';
import type { RaceRun } from '../../../src/lab/runs/run';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { closeAll, curves, type Driven, drive, pointsOf, straight } from '../../support/driven_session';
import { madeUpRace } from '../../support/runs';
import { wasmBackend } from '../../support/wasm';

afterAll(closeAll);

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba', d_state: 4, mlp: 12 }] },
  ],
  training: { steps: 12, batch: 2, warmup: 2, validate_every: 5, validation_batches: 1 },
});

/** The race of a session at rest. */
function runOf({ session, recorder }: Driven): RaceRun {
  return {
    ...madeUpRace(),
    config,
    slots: [0, 1],
    vocabulary: tokenTexts(session.race.task.vocabulary),
    ownText: null,
    ownSound: null,
    samples: [],
    members: session.contenders.map(({ snapshot }, index) => {
      const curve = recorder.runs()[index]?.curve;
      return {
        ...snapshot,
        curve: curveColumnsOf(column => Float64Array.from(curve?.[column] ?? [], value => value ?? Number.NaN)),
        latency: madeUpRace().members[0]?.latency ?? { carried: none, naive: none },
      };
    }),
  };
}

const none = {
  position: new Float64Array(0),
  milliseconds: new Float64Array(0),
  bytes: new Float64Array(0),
  tokens: new Float64Array(0),
  roundTrip: new Float64Array(0),
};

test('a race that went through a file continues bit for bit, with another number of threads, too', async () => {
  const undisturbed = await curves(await wasmBackend(), config, straight);
  const first = await drive(await wasmBackend(), config);
  first.session.play(7);
  await first.session.idle();
  const run = runOf(first);
  const read = readRunFile(writeRunFile(run));
  expect(read).toEqual(run);
  if (read.kind !== 'race') return;
  const second = await drive(await wasmBackend({ threads: 1 }), read.config);
  second.session.resume({ playing: false, contenders: read.members });
  second.session.play();
  await second.session.idle();
  const [before, after] = [pointsOf(first.recorder), pointsOf(second.recorder)];
  expect(joined(before, after)).toEqual(undisturbed);
});

/** The columns of one recording after those of another. */
function joined(before: unknown, after: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  return before.map((own: object, i) =>
    Object.fromEntries(Object.entries(own).map(([column, values]) => [column, [...values, ...after[i][column]]])),
  );
}
