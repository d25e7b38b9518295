import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { main } from '../../headless/main';
import { adviceOn } from '../../headless/train';
import { readSafetensors, writeSafetensors } from '../../src/lab/export/safetensors';
import { writeWav } from '../../src/tasks/write_wav';
import { expectClose } from '../support/numbers';
import { sine } from '../support/sine';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/training/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unroll-'));
const out = (name: string): string => join(folder, name);
const optimizer = golden('expected.json');

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function fails(...argv: string[]): Promise<string> {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  said.mockClear();
  expect(await main(argv)).toBe(2);
  expect(said).toHaveBeenCalledOnce();
  const line = String(said.mock.calls[0]?.[0]);
  expect(line).not.toContain('\n');
  return line;
}

const trained = z.object({
  adapter: z.string().min(1),
  losses: z.array(z.number()).length(10),
  gradientNorms: z.array(z.number()).length(10),
  dispatchesPerStep: z.int().positive(),
  millisecondsPerStep: z.number().positive(),
});

const expected = z.object({ models: z.record(z.string(), z.object({ losses: z.array(z.number()) })) });

describe('headless', () => {
  // The hybrid on WebGPU compiles every kernel. test/lab/race/golden_training tests it.
  it.each([
    ['webgpu', 'min_gru'],
    ['twin', 'hybrid'],
  ])('train on %s writes losses and weights of the %s', async (backend, name) => {
    const init = golden(`${name}.initial.safetensors`);
    const batches = golden(`${name}.batches.safetensors`);
    const files = [
      '--init',
      init,
      '--batches',
      batches,
      '--optimizer',
      optimizer,
      '--out',
      out('run.json'),
      '--save',
      out('w.safetensors'),
    ];
    expect(await main(['train', ...files, '--backend', backend])).toBe(0);
    const run = trained.parse(JSON.parse(readFileSync(out('run.json'), 'utf8')));
    const { models } = expected.parse(JSON.parse(readFileSync(optimizer, 'utf8')));
    expectClose(run.losses, models[name]?.losses ?? [], { relative: 0, absolute: 1e-4 }, 'losses');
    const saved = readSafetensors(readFileSync(out('w.safetensors')));
    const before = readSafetensors(readFileSync(init));
    expect([...saved.tensors.keys()].sort()).toEqual([...before.tensors.keys()].sort());
    expect(saved.tensors).not.toEqual(before.tensors);
  });

  it('logits gives the same numbers at once and token by token', async () => {
    const files = ['--init', golden('lstm.initial.safetensors'), '--batches', golden('lstm.batches.safetensors')];
    expect(await main(['logits', ...files, '--out', out('parallel.safetensors')])).toBe(0);
    expect(await main(['logits', ...files, '--out', out('stepwise.safetensors'), '--stepwise'])).toBe(0);
    const [parallel, stepwise] = ['parallel', 'stepwise'].map(name =>
      readSafetensors(readFileSync(out(`${name}.safetensors`))).tensors.get('logits'),
    );
    expect(parallel?.shape).toEqual([10, 4, 24, 17]);
    expectClose(stepwise?.data ?? [], parallel?.data ?? [], { relative: 0, absolute: 1e-4 }, 'logits');
  });

  it('train names the step of divergence, writes the steps so far, and keeps the old weights', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    writeFileSync(out('wild.json'), JSON.stringify({ lr: 1e308 }));
    writeFileSync(out('old.safetensors'), 'old');
    const init = ['--init', golden('lstm.initial.safetensors'), '--batches', golden('lstm.batches.safetensors')];
    const files = ['--optimizer', out('wild.json'), '--out', out('wild-run.json'), '--save', out('old.safetensors')];
    expect(await main(['train', ...init, ...files, '--backend', 'twin'])).toBe(1);
    expect(String(said.mock.calls[0]?.[0])).toMatch(/diverged at step 2 of 10/);
    const report = JSON.parse(readFileSync(out('wild-run.json'), 'utf8'));
    expect(report).toMatchObject({ ended: 'diverged', divergedAt: 2, losses: [expect.any(Number), null] });
    expect(readFileSync(out('old.safetensors'), 'utf8')).toBe('old');
  });

  it('train reads the step from the weights, and refuses one that is not a whole number', async () => {
    const { metadata, tensors } = readSafetensors(readFileSync(golden('lstm.initial.safetensors')));
    const train = (step: string): string[] => {
      writeFileSync(
        out('stepped.st'),
        writeSafetensors({ tensors, metadata: new Map([...metadata, ['step', step] as const]) }),
      );
      const init = ['--init', out('stepped.st'), '--batches', golden('lstm.batches.safetensors')];
      const files = ['--optimizer', optimizer, '--out', out('stepped.json'), '--save', out('further.st')];
      return ['train', ...init, ...files, '--backend', 'twin'];
    };
    for (const step of ['-5', 'abc', '1e300']) expect(await fails(...train(step))).toMatch(/stepped\.st: .*step/);
    expect(existsSync(out('further.st'))).toBe(false);
    expect(await main(train('7'))).toBe(0);
    expect(readSafetensors(readFileSync(out('further.st'))).metadata.get('step')).toBe('17');
  });

  it('the message for a first loss of NaN names the weights, for a later one the learning rate', () => {
    const step = { loss: 2, scored: 8, correct: 1, gradientNorm: 1 };
    const wild = { ...step, loss: Number.NaN };
    expect(adviceOn([wild])).toMatch(/weights are too large/);
    expect(adviceOn([step, wild])).toMatch(/Lower the learning rate/);
    expect(adviceOn([step])).toMatch(/Lower the learning rate/);
  });

  it('train diverges if its last weights are beyond float32, and keeps the old weights', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { metadata, tensors } = readSafetensors(readFileSync(golden('lstm.batches.safetensors')));
    const firstTwo = Array.from(tensors, ([name, { dtype, shape, data }]) => {
      const [count = 1, ...one] = shape;
      return [name, { dtype, shape: [2, ...one], data: data.slice(0, (data.length / count) * 2) }] as const;
    });
    writeFileSync(out('two.safetensors'), writeSafetensors({ metadata, tensors: new Map(firstTwo) }));
    writeFileSync(out('decay.json'), JSON.stringify({ lr: 1, weight_decay: 1e30 }));
    writeFileSync(out('old.safetensors'), 'old');
    const init = ['--init', golden('lstm.initial.safetensors'), '--batches', out('two.safetensors')];
    const files = ['--optimizer', out('decay.json'), '--out', out('decay-run.json'), '--save', out('old.safetensors')];
    expect(await main(['train', ...init, ...files, '--backend', 'twin'])).toBe(1);
    expect(String(said.mock.calls[0]?.[0])).toMatch(/diverged at step 2 of 2.*old\.safetensors is not written/);
    expect(readFileSync(out('old.safetensors'), 'utf8')).toBe('old');
  });

  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends train with the steps so far', async (signal, code) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const init = ['--init', golden('lstm.initial.safetensors'), '--batches', golden('lstm.batches.safetensors')];
    const files = ['--optimizer', optimizer, '--out', out('cut.json'), '--save', out('cut.safetensors')];
    setTimeout(() => process.emit(signal, signal), 0);
    expect(await main(['train', ...init, ...files, '--backend', 'twin'])).toBe(code);
    const report = JSON.parse(readFileSync(out('cut.json'), 'utf8'));
    expect(report).toMatchObject({ ended: 'interrupted', divergedAt: null });
    expect(report.losses.length).toBeLessThan(10);
  });

  it('run that is interrupted writes its curves so far, marked', async () => {
    const config = {
      task: { name: 'induction_heads', length: 16 },
      contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'rnn' }] }],
      training: { steps: 100_000, batch: 1 },
    };
    writeFileSync(out('long.json'), JSON.stringify(config));
    vi.spyOn(console, 'error').mockImplementation(() => {});
    setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 300);
    const files = ['--out', out('long-runs.json'), '--save', out('long.safetensors')];
    expect(await main(['run', out('long.json'), ...files, '--backend', 'twin'])).toBe(143);
    expect(readSafetensors(readFileSync(out('long.safetensors'))).metadata.get('ended')).toBe('interrupted');
    const [run] = JSON.parse(readFileSync(out('long-runs.json'), 'utf8'));
    expect(run).toMatchObject({ name: 'A', status: 'interrupted' });
    expect(run.curve.step.length).toBe(run.step);
  });

  it('run keeps weights that sample plays or continues', async () => {
    const contender = { d_model: 8, blocks: [{ mixer: 'rnn' }] };
    const config = {
      task: { name: 'induction_heads', length: 16 },
      contenders: [contender, contender].map((one, i) => ({ ...one, name: `N${i + 1}` })),
      training: { steps: 2, batch: 2, seed: 4 },
    };
    writeFileSync(out('two.json'), JSON.stringify(config));
    const cpu = ['--backend', 'twin'];
    const run = ['run', out('two.json'), '--out', out('two-runs.json'), '--save', out('w.st'), ...cpu];
    expect(await main(run)).toBe(0);
    expect(readSafetensors(readFileSync(out('w-2.st'))).metadata.has('ended')).toBe(false);
    const wrote = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const weights = ['--init', out('w-2.st'), '--out', out('s.json'), ...cpu];
    expect(await main(['sample', ...weights, '--sequences', '3'])).toBe(0);
    const played = JSON.parse(readFileSync(out('s.json'), 'utf8'));
    expect(played).toMatchObject({ name: 'N2', step: 2, seed: 4, ended: 'finished', request: { temperature: 0 } });
    const answers = played.sequences.flatMap((sequence: { answers: { correct: boolean }[] }) => sequence.answers);
    expect(played.sequences).toHaveLength(3);
    expect(answers).toHaveLength(played.asked);
    expect(played.right).toBe(answers.filter(({ correct }: { correct: boolean }) => correct).length);
    expect(wrote.mock.calls.join('')).toContain(`${played.right} of ${played.asked} answers are right`);
    // A prompt from a file may begin with a byte order mark.
    expect(await main(['sample', ...weights, '--prompt', '\ufeffab', '--tokens', '5', '--form', 'naive'])).toBe(0);
    const continued = JSON.parse(readFileSync(out('s.json'), 'utf8'));
    expect(continued.request.prompt).toBe('ab');
    expect(continued.text.trim().length).toBeGreaterThanOrEqual(5);
    expect(continued.latency.position.at(-1)).toBe(6);
    expect(continued.tape.tokens.at(-1)).toBe(5);
    expect(await main(['sample', ...weights, '--prompt', 'ab', '--tokens', '16384', '--seconds', '0.02'])).toBe(0);
    expect(JSON.parse(readFileSync(out('s.json'), 'utf8')).tape.tokens.at(-1)).toBeLessThan(16_384);
    wrote.mockRestore();
    expect(await fails('sample', ...weights, '--seconds', '3')).toMatch(/--seconds has no effect/);
    expect(await fails('sample', ...weights, '--seed', '3')).toMatch(/--seed has no effect at temperature 0/);
    expect(await fails('sample', ...weights, '--prompt', 'a', '--example', '3')).toMatch(/--example has no effect/);
    expect(await fails('sample', ...weights, '--tokens', '9')).toMatch(/--tokens has no effect: the task/);
    expect(await fails('sample', ...weights, '--prompt', 'a', '--tokens', '70000')).toMatch(
      /--tokens: more than 65,536/,
    );
    expect(await fails('sample', ...weights, '--temperature=-1e-1')).toMatch(/--temperature: must be at least 0/);
    expect(await fails('sample', ...weights, '--temperature', '1e999')).toMatch(/--temperature: must be a number/);
    expect(await fails('sample', ...weights, '--temperature', '.')).toMatch(/--temperature is a number, not '\.'/);
    expect(await fails('sample', ...weights, '--temperature', 'hot')).toMatch(/--temperature is a number/);
    expect(await fails('sample', ...weights, '--config', out('two.json'))).toMatch(/--config has no effect/);
    expect(await fails('sample', ...weights, '--wav', out('s.wav'))).toMatch(/--wav has no effect/);
    const bare = ['--init', golden('lstm.initial.safetensors'), ...cpu];
    expect(await fails('sample', ...bare)).toMatch(/does not say what task.*--config/);
    expect(await fails('sample', ...bare, '--config', out('two.json'))).toMatch(/has 17 tokens, its task/);
  });

  it('sample says that a model with overflowing logits diverged, and ends with 1', async () => {
    const contenders = [{ name: 'Large', d_model: 8, blocks: [{ mixer: 'rnn' }] }];
    const task = { name: 'induction_heads', length: 16 };
    writeFileSync(out('large.json'), JSON.stringify({ task, contenders, training: { steps: 1, batch: 2 } }));
    const cpu = ['--backend', 'twin'];
    const run = ['run', out('large.json'), '--out', out('large-runs.json'), '--save', out('large.st'), ...cpu];
    expect(await main(run)).toBe(0);
    const { metadata, tensors } = readSafetensors(readFileSync(out('large.st')));
    for (const name of ['backbone.embedding.weight', 'backbone.norm_f.weight']) {
      const { data } = tensors.get(name) ?? {};
      if (!(data instanceof Float32Array)) throw new Error(`there is no ${name}`);
      data.forEach((value, i) => {
        data[i] = 1e30 * value;
      });
    }
    writeFileSync(out('large.st'), writeSafetensors({ metadata, tensors }));
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    for (const how of [[], ['--prompt', 'ab', '--tokens', '3']]) {
      said.mockClear();
      const weights = ['--init', out('large.st'), '--out', out('large-said.json'), ...cpu];
      expect(await main(['sample', ...weights, ...how])).toBe(1);
      expect(said.mock.calls.join()).toMatch(
        /Large diverged: its logits at position .*learning rate.*large-said\.json/,
      );
      const file = JSON.parse(readFileSync(out('large-said.json'), 'utf8'));
      expect(file).toMatchObject({ ended: 'diverged', text: '', latency: { position: [] } });
    }
  });

  it('run is refused before it trains if its weights cannot be written, and leaves nothing', async () => {
    const contender = { d_model: 8, blocks: [{ mixer: 'rnn' }] };
    const config = {
      task: { name: 'induction_heads', length: 16 },
      contenders: [contender, contender].map((one, i) => ({ ...one, name: `N${i + 1}` })),
      training: { steps: 1_000_000 },
    };
    writeFileSync(out('refused.json'), JSON.stringify(config));
    writeFileSync(out('refused-2.json'), 'mine');
    const run = ['run', out('refused.json'), '--backend', 'twin', '--out'];
    expect(await fails(...run, out('r.json'), '--save', out('no/such/w.st'))).toMatch(
      /no\/such\/w-1\.st cannot be written/,
    );
    // The second contender's file has the name of the report.
    expect(await fails(...run, out('w-2.json'), '--save', out('w.json'))).toMatch(/another output has that name/);
    expect(await fails('run', out('refused-2.json'), '--out', out('r.json'), '--save', out('refused.json'))).toContain(
      'refused-2.json',
    );
    expect(existsSync(out('r.json'))).toBe(false);
    expect(existsSync(out('w-2.json'))).toBe(false);
    expect(existsSync(out('w-1.json'))).toBe(false);
    expect(readFileSync(out('refused-2.json'), 'utf8')).toBe('mine');
  });

  it('run writes what runs() returns', async () => {
    const config = {
      task: { name: 'induction_heads', length: 16 },
      contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
      training: { steps: 3, batch: 2, validate_every: 3 },
    };
    writeFileSync(out('config.json'), JSON.stringify(config));
    expect(await main(['run', out('config.json'), '--out', out('runs.json')])).toBe(0);
    const [run] = JSON.parse(readFileSync(out('runs.json'), 'utf8'));
    expect(run).toMatchObject({ name: 'A', status: 'finished', step: 3, blocks: [{ mixer: 'lstm' }] });
    expect(run.curve.step).toEqual([1, 2, 3]);
    expect(run.curve.accuracy[2]).toBeTypeOf('number');
  });

  it('run reports characters that no model can learn', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const task = { name: 'text', source: 'own', length: 8 };
    const contenders = [{ name: 'A', d_model: 4, blocks: [{ mixer: 'rnn' }] }];
    writeFileSync(out('own.json'), JSON.stringify({ task, contenders, training: { steps: 1, batch: 1 } }));
    writeFileSync(out('own.txt'), `${'ab'.repeat(90)}${'cd'.repeat(10)}`);
    const files = ['--text', out('own.txt'), '--out', out('own-run.json'), '--backend', 'twin'];
    expect(await main(['run', out('own.json'), ...files])).toBe(0);
    expect(said.mock.calls.join()).toMatch(/unroll: In the last tenth of the text.*“c”.*“d”/);
  });

  it('run learns a WAV file', async () => {
    const config = {
      task: { name: 'audio', source: 'own', length: 16 },
      contenders: [{ name: 'A', d_model: 4, blocks: [{ mixer: 'rnn' }] }],
      training: { steps: 2, batch: 2, validate_every: 2, validation_batches: 1 },
    };
    writeFileSync(out('sound.json'), JSON.stringify(config));
    writeFileSync(out('tone.wav'), writeWav(22050, [sine(22050, 1.2, 330)]));
    const run = ['run', out('sound.json'), '--out', out('sound-run.json'), '--backend', 'twin'];
    expect(await main([...run, '--sound', out('tone.wav')])).toBe(0);
    const [{ curve }] = z
      .tuple([z.object({ curve: z.object({ loss: z.array(z.number()) }) })])
      .parse(JSON.parse(readFileSync(out('sound-run.json'), 'utf8')));
    expect(curve.loss).toHaveLength(2);
    expect(await fails(...run)).toMatch(/--sound is missing: the task of .* has the source own/);
    expect(await fails(...run, '--sound', out('sound.json'))).toMatch(/not a WAV file/);
  });

  it('answers bad files and flags with one line and exit code 2', async () => {
    writeFileSync(out('bad.json'), '{"task":{"name":"text"}}');
    writeFileSync(out('no.json'), 'no');
    expect(await fails('fly')).toMatch(/fly.*train, logits, run/);
    expect(await fails('fl\u001b[31m\u200by')).toMatch(/fl‹U\+001B›\[31m‹U\+200B›y/);
    expect(await fails('train')).toMatch(/--init is missing/);
    expect(await fails('train', '--sideways')).toMatch(/sideways/);
    expect(await fails('logits', '--optimizer', optimizer)).toMatch(/takes no --optimizer/);
    expect(await fails('logits', '--init', out('absent'))).toMatch(/absent cannot be read/);
    expect(await fails('logits', '--init', optimizer)).toMatch(/expected\.json/);
    const weights = ['--init', golden('lstm.initial.safetensors')];
    expect(await fails('logits', ...weights, '--batches', golden('lstm.initial.safetensors'))).toMatch(/tokens/);
    expect(
      await fails(
        'logits',
        ...weights,
        '--batches',
        golden('lstm.batches.safetensors'),
        '--out',
        out('x/y'),
        '--backend',
        'tpu',
      ),
    ).toMatch(/tpu/);
    expect(await fails('run', out('bad.json'), '--out', out('x'))).toMatch(/contenders/);
    expect(await fails('run', out('no.json'), '--out', out('x'))).toMatch(/not JSON/);
    expect(await fails('run', '--out', out('x'))).toMatch(/config file/);
  });
});
