import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { main } from '../../headless/main';
import { readCorpus } from '../../headless/materials';
import { runConfig } from '../../src/lab/config/config';
import type { RaceRun } from '../../src/lab/runs/run';
import { readRunFile, writeRunFile } from '../../src/lab/runs/run_file';
import { runOf } from '../support/driven_run';
import { closeAll, drive, straight } from '../support/driven_session';
import { expectClose } from '../support/numbers';
import { madeUpExperiment, madeUpRace } from '../support/runs';
import { wasmBackend } from '../support/wasm';

const folder = mkdtempSync(join(tmpdir(), 'unroll-runs-'));
const at = (name: string): string => join(folder, name);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await closeAll();
});

const race = {
  task: { name: 'parity', length: 8 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba', d_state: 4 }], training: { lr: 1e-2 } },
  ],
  training: { steps: 9, batch: 2, warmup: 2, validate_every: 4, validation_batches: 1 },
};
writeFileSync(at('race.json'), JSON.stringify(race));
const wasm = ['--backend', 'wasm', '--threads', '1'];

/** Runs a command that ends well; returns what it says. */
async function says(...argv: string[]): Promise<string[]> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await main(argv);
  const words = said.mock.calls.flat().map(String);
  said.mockRestore();
  expect({ code, words }).toMatchObject({ code: 0 });
  return words;
}

async function fails(...argv: string[]): Promise<string> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await main(argv);
  const words = said.mock.calls.flat().map(String);
  said.mockRestore();
  expect({ code, count: words.length }).toEqual({ code: 2, count: 1 });
  expect(words[0]).not.toContain('\n');
  return words[0] ?? '';
}

function read(name: string): RaceRun {
  const run = readRunFile(readFileSync(at(name)));
  if (run.kind !== 'race') throw new Error(`${name} holds an experiment`);
  return run;
}

/** All that training computes: everything but times. */
const computed = ({ members }: RaceRun) =>
  members.map(({ status, trainer, curve: { seconds: _, ...curve } }) => ({ status, trainer, curve }));

test('a race that was ended and goes on from its file is bit for bit one that was not: seeds, dropout, own text', async () => {
  const own = { name: 'text', source: 'own', length: 16 };
  const training = { ...race.training, dropout: 0.1 };
  writeFileSync(at('own.json'), JSON.stringify({ ...race, task: own, training }));
  writeFileSync(at('own.txt'), '“to be, or not to be” \n'.repeat(60));
  const asked = ['run', at('own.json'), '--text', at('own.txt'), '--seeds', '2', ...wasm];
  await says(...asked, '--save-run', at('whole.unroll'));
  await says(...asked, '--save-run', at('half.unroll'), '--steps', '5');
  const half = read('half.unroll');
  expect(half).toMatchObject({ name: 'Own text race', lineage: null, engine: { backend: 'wasm', threads: 1 } });
  expect(half.engine.build).not.toBe('');
  expect(half.members.map(({ trainer, status }) => [trainer?.steps, status])).toEqual(new Array(4).fill([5, 'paused']));
  const resumed = ['run', '--resume', at('half.unroll'), '--save-run', at('on.unroll'), '--out', at('on.json')];
  expect(await says(...resumed, '--threads', '2')).toEqual([]);
  const [whole, on] = [read('whole.unroll'), read('on.unroll')];
  expect(computed(on)).toEqual(computed(whole));
  expect(on.members.map(({ curve }) => curve.seconds.slice(0, 5))).toEqual(half.members.map(m => m.curve.seconds));
  expect(on).toMatchObject({ lineage: { id: half.id, step: 5 }, name: half.name, ownText: half.ownText });
  expect(on.id).not.toBe(half.id);
  const reports = z
    .array(z.object({ step: z.number(), status: z.string(), curve: z.object({ loss: z.array(z.number()) }) }))
    .parse(JSON.parse(readFileSync(at('on.json'), 'utf8')));
  expect(reports.map(({ step, status }) => [step, status])).toEqual(new Array(4).fill([9, 'finished']));
  expect(reports[0]?.curve.loss).toEqual(Array.from(whole.members[0]?.curve.loss ?? []));
});

test('a file of the page goes through headless: what is not trained stays byte for byte, latencies and samples, too', async () => {
  const config = runConfig.parse(race);
  const corpus = { corpus: readCorpus };
  const [first, second] = [
    await drive(await wasmBackend(), config, corpus),
    await drive(await wasmBackend(), config, corpus),
  ];
  await straight(first.session);
  second.session.play(4);
  await second.session.idle();
  const [done, part] = [runOf(first, config), runOf(second, config)];
  const written = { text: '0', answers: [] };
  const { samples } = madeUpRace();
  const page: RaceRun = {
    ...part,
    members: [done.members[0], part.members[1]].flatMap(member => (member ? [member] : [])),
    samples: samples.map(sample => ({ ...sample, written: [written, written] })),
    slots: [3, 1],
  };
  writeFileSync(at('page.unroll'), writeRunFile(page));
  const words = await says('run', '--resume', at('page.unroll'), '--save-run', at('back.unroll'), ...wasm);
  expect(words, 'the build of the made-up file is unknown here').toEqual([
    expect.stringMatching(/page\.unroll: Another version of Unroll trained it\. Losses may differ/),
  ]);
  const back = read('back.unroll');
  expect(computed(back)).toEqual(computed(done));
  const [before, after] = ['page.unroll', 'back.unroll'].map(name => unzipSync(readFileSync(at(name))));
  for (const name of [
    'contenders/0/seed-1.safetensors',
    'contenders/0/seed-1.optimizer.safetensors',
    'latencies.csv',
    'samples.json',
  ])
    expect(Buffer.from(after?.[name] ?? []).equals(Buffer.from(before?.[name] ?? [1])), name).toBe(true);
  const curves = (zip = before) => Buffer.from(zip?.['curves.csv'] ?? []).toString();
  expect(curves(after).startsWith(curves(before).trimEnd())).toBe(true);
  expect(back).toMatchObject({ notes: page.notes, slots: [3, 1], lineage: { id: page.id, step: 4 } });
});

test('on another backend it goes on, says so, and its losses agree to 1e-4', async () => {
  await says('run', at('race.json'), '--backend', 'twin', '--save-run', at('twin.unroll'), '--steps', '5');
  await says('run', '--resume', at('twin.unroll'), '--save-run', at('twins.unroll'));
  const words = await says('run', '--resume', at('twin.unroll'), '--save-run', at('mixed.unroll'), ...wasm);
  expect(words).toEqual([
    expect.stringMatching(/trained on CPU, plain loops \(twins\), and it goes on with CPU, 1 thread/),
  ]);
  const [twins, mixed] = [read('twins.unroll'), read('mixed.unroll')];
  for (const [index, { curve }] of mixed.members.entries())
    expectClose(curve.loss, twins.members[index]?.curve.loss ?? [], { relative: 0, absolute: 1e-4 }, 'losses');
});

test('on WebGPU it goes on bit for bit, too', async () => {
  writeFileSync(
    at('rnn.json'),
    JSON.stringify({ ...race, contenders: [{ name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] }] }),
  );
  const gpu = ['--backend', 'webgpu'];
  await says('run', at('rnn.json'), ...gpu, '--save-run', at('gpu.unroll'));
  await says('run', at('rnn.json'), ...gpu, '--save-run', at('part.unroll'), '--steps', '4');
  expect(await says('run', '--resume', at('part.unroll'), ...gpu, '--save-run', at('rest.unroll'))).toEqual([]);
  expect(computed(read('rest.unroll'))).toEqual(computed(read('gpu.unroll')));
});

test('weights that a contender began with need not be there any more; those of one that is not trained must be', async () => {
  await says('run', at('race.json'), ...wasm, '--save-run', at('whole2.unroll'));
  await says('run', at('race.json'), ...wasm, '--save-run', at('half2.unroll'), '--steps', '5');
  const half = read('half2.unroll');
  const brought = (frozen: boolean): RaceRun => {
    const [first, ...others] = half.config.contenders;
    if (!first) throw new Error('there is no contender');
    const contenders = [{ ...first, weights: 'some-file', ...(frozen ? { frozen } : {}) }, ...others];
    return { ...half, config: { ...half.config, contenders } };
  };
  writeFileSync(at('brought.unroll'), writeRunFile(brought(false)));
  await says('run', '--resume', at('brought.unroll'), '--save-run', at('brought2.unroll'));
  const after = read('brought2.unroll');
  expect(computed(after)).toEqual(computed(read('whole2.unroll')));
  expect(after.config.contenders[0]?.weights).toBe('some-file');
  writeFileSync(at('frozen.unroll'), writeRunFile(brought(true)));
  const words = await fails('run', '--resume', at('frozen.unroll'), '--out', at('o.json'));
  expect(words).toMatch(
    /frozen\.unroll: the weights of LSTM are in a file of their own, which it does not hold; leave this contender out/,
  );
});

test('a run file may take the place of the one that it goes on from, and a finished one is refused', async () => {
  await says('run', at('race.json'), ...wasm, '--save-run', at('r.unroll'), '--steps', '8');
  await says('run', '--resume', at('r.unroll'), '--save-run', at('r.unroll'));
  expect(await fails('run', '--resume', at('r.unroll'), '--out', at('o.json'))).toMatch(
    /r\.unroll: every contender has trained its 9 steps; nothing is left to do\. --steps N trains N further ones/,
  );
  expect(await fails('run', at('r.unroll'), '--out', at('o.json'))).toContain('give it as --resume');
});

test('an interruption keeps the run, which goes on from there', async () => {
  // The first line of progress, which a terminal gets soon, brings the interruption.
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  const stop = vi.spyOn(process.stderr, 'write').mockImplementation(() => process.emit('SIGINT', 'SIGINT'));
  const long = { ...race, training: { ...race.training, steps: 100_000 } };
  writeFileSync(at('long.json'), JSON.stringify(long));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await main(['run', at('long.json'), ...wasm, '--save-run', at('cut.unroll')])).toBe(130);
  expect(String(said.mock.calls[0])).toMatch(/interrupted at step [\d,]+ .*the curves so far are in .*cut\.unroll$/);
  said.mockRestore();
  stop.mockRestore();
  process.stderr.isTTY = isTTY;
  const { members } = read('cut.unroll');
  expect(members.map(({ status }) => status)).toEqual(['paused', 'paused']);
  expect(members.every(({ trainer, curve }) => trainer?.steps === curve.step.length && trainer.steps > 0)).toBe(true);
  await says('run', '--resume', at('cut.unroll'), '--save-run', at('cut.unroll'), '--steps', '2');
  expect(read('cut.unroll').members[0]?.trainer?.steps).toBe((members[0]?.trainer?.steps ?? 0) + 2);
});

test('flags that contradict each other, and files that are no race, are refused by name', async () => {
  writeFileSync(at('good.unroll'), writeRunFile(madeUpRace()));
  writeFileSync(at('experiment.unroll'), writeRunFile(madeUpExperiment()));
  writeFileSync(at('broken.unroll'), readFileSync(at('good.unroll')).subarray(0, 3000));
  const resume = ['run', '--resume', at('good.unroll'), '--out', at('o.json')];
  expect(await fails('run', at('race.json'), ...resume.slice(1))).toContain('a config file or --resume, not both');
  for (const [flag = '', value = ''] of [
    ['--sweep', 'training.lr=1,2'],
    ['--seeds', '2'],
    ['--text', at('race.json')],
    ['--sound', at('race.json')],
  ])
    expect(await fails(...resume, flag, value)).toContain(`${flag} has no effect with --resume`);
  expect(await fails('run', '--out', at('o.json'))).toContain('run takes one config file, or --resume');
  expect(await fails('run', at('race.json'))).toContain('--out is missing, or --save-run');
  const sweep = ['run', at('race.json'), '--sweep', 'training.lr=1e-3,3e-3'];
  expect(await fails(...sweep, '--save-run', at('x.unroll'))).toContain('--out is missing: it gets the curves of all');
  expect(await fails('sample', '--init', at('good.unroll'))).toMatch(/good\.unroll is a run file; give weights/);
  writeFileSync(at('w.safetensors'), '');
  expect(await fails('run', at('w.safetensors'), '--out', at('o.json'))).toMatch(
    /w\.safetensors is a file of tensors; give a file of JSON/,
  );
  const batches = ['--batches', at('good.unroll'), '--out', at('l')];
  const golden = fileURLToPath(new URL('../golden/training/lstm.initial.safetensors', import.meta.url));
  expect(await fails('logits', '--init', golden, ...batches)).toMatch(/good\.unroll is a run file; give batches/);
  expect(await fails(...resume, '--save-run', at('o.json'))).toContain('another output has that name');
  expect(await fails(...resume, '--steps', '0.5')).toContain('--steps is a whole number');
  const of = (name: string) => fails('run', '--resume', at(name), '--out', at('o.json'));
  expect(await of('experiment.unroll')).toMatch(/experiment\.unroll holds an experiment/);
  expect(await of('broken.unroll')).toMatch(/broken\.unroll: It is damaged: its end is missing\./);
  expect(await of('race.json')).toMatch(/race\.json: It is no zip/);
  expect(await of('none.unroll')).toMatch(/none\.unroll cannot be read/);
});
