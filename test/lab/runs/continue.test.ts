import { afterAll, expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import { readRunFile, writeRunFile } from '../../../src/lab/runs/run_file';
import { runOf } from '../../support/driven_run';
import { closeAll, curves, drive, joined, pointsOf, straight } from '../../support/driven_session';
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

test('a race that went through a file continues bit for bit, with another number of threads, too', async () => {
  const undisturbed = await curves(await wasmBackend(), config, straight);
  const first = await drive(await wasmBackend(), config);
  first.session.play(7);
  await first.session.idle();
  const run = runOf(first, config);
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
