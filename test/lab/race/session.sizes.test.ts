import { afterAll, describe, expect, it } from 'vitest';
import type { Backend, BackendKind } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { type RunConfig, runConfig } from '../../../src/lab/config/config';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { readCheckpoint } from '../../../src/lab/export/checkpoint';
import { readSafetensors } from '../../../src/lab/export/safetensors';
import { Session } from '../../../src/lab/race/session';
import type { SampleRequest } from '../../../src/lab/worker/read_command';
import { backends } from '../../support/backends';
import {
  closeAll,
  curves,
  drive,
  interrupted,
  materials,
  pointsOf,
  request,
  resumed,
  straight,
} from '../../support/driven_session';
import { sizes } from '../../support/sizes';

function config(change: Partial<RunConfig['training']> = {}, contenders = ['mamba', 'lstm']): RunConfig {
  return runConfig.parse({
    task: { name: 'text', length: 16 },
    contenders: contenders.map(mixer => ({ name: mixer, d_model: 8, blocks: [{ mixer }] })),
    training: { steps: 12, batch: 2, warmup: 2, validate_every: 5, validation_batches: 2, ...change },
  });
}

afterAll(closeAll);

describe.each(sizes<BackendKind>(['twin', 'wasm'], ['webgpu']))('a session on %s', kind => {
  const make = async (): Promise<Backend> => backends[kind]();

  it('gives the same curves bit for bit: repeated, interrupted, and with either order of turns', async () => {
    const first = await curves(await make(), config(), straight);
    expect(await curves(await make(), config(), straight)).toEqual(first);
    expect(await curves(await make(), config(), interrupted)).toEqual(first);
    expect(await curves(await make(), config({ turns: 'time' }), straight)).toEqual(first);
    expect(await curves(await make(), config({ seed: 2 }), straight)).not.toEqual(first);
  });

  it('continues from a snapshot bit for bit, and reports which steps it trains again', async () => {
    const whole = await curves(await make(), config(), straight);
    const { recorder } = await resumed(make, config(), 7);
    expect(pointsOf(recorder)).toEqual(whole);
    expect(recorder.runs().map(({ status }) => status)).toEqual(['finished', 'finished']);
  });

  it('keeps the weights of a contender that has finished', async () => {
    const { session } = await drive(await make(), config());
    expect(session.snapshot.contenders.map(({ trainer }) => trainer)).toEqual([undefined, undefined]);
    await straight(session);
    expect(session.snapshot.contenders.map(({ trainer }) => trainer?.steps)).toEqual([12, 12]);
    expect(session.snapshot.playing).toBe(false);
  });

  it('reports every step once, validates when due, and finishes', async () => {
    const { session, recorder, events } = await drive(await make(), config());
    await straight(session);
    for (const run of recorder.runs()) {
      expect(run.status).toBe('finished');
      expect(run.curve.step).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
      expect(run.curve.validation.flatMap((value, i) => (value === null ? [] : [i + 1]))).toEqual([1, 2, 4, 5, 10, 12]);
      expect(run.curve.tokens.at(-1)).toBe(12 * 2 * 16);
      expect(run.curve.loss.every(loss => loss !== null && loss > 0 && loss < 6)).toBe(true);
    }
    expect(events.at(-1)).toMatchObject({ type: 'playing', playing: false });
  });

  it('samples all contenders, with state and naively, to the same text', async () => {
    const { session, events } = await drive(await make(), config({}, ['mamba', 'lstm', 'conv', 'attention']));
    const texts = async (sampleId: number, change: Partial<SampleRequest>): Promise<string[]> => {
      session.sample(sampleId, { ...request, ...change });
      await session.idle();
      const written = session.contenders.map(() => '');
      for (const event of events) {
        if (event.type === 'sampled' && event.sampleId === sampleId) written[event.contender] += event.text;
      }
      return written;
    };
    const carried = await texts(1, { tokens: 40 });
    expect(carried.map(text => [...text].length)).toEqual([40, 40, 40, 40]);
    expect(await texts(2, { tokens: 40 })).toEqual(carried);
    expect(await texts(3, { tokens: 40, naive: true })).toEqual(carried);
    expect(await texts(4, { tokens: 40, seed: 4 })).not.toEqual(carried);
    expect(await texts(5, { temperature: 0 })).toEqual(await texts(6, { temperature: 0, naive: true }));
  });
});

describe('a session', () => {
  it('stops a contender whose loss is no longer finite, names the step, and lets the others go on', async () => {
    const { session, recorder, events } = await drive(new TwinBackend(), config({ steps: 4 }));
    session.rename(['Snake', 'Adder']);
    const poisoned = session.contenders[0];
    const weights = await poisoned?.trainer.parameters.read();
    weights?.get('backbone.norm_f.weight')?.fill(Number.NaN);
    poisoned?.trainer.parameters.write(weights ?? new Map());
    await straight(session);
    expect(recorder.runs().map(({ status }) => status)).toEqual(['diverged', 'finished']);
    const failed = events.find(event => event.type === 'failed');
    expect(failed).toMatchObject({ failure: 'diverged', contender: 0 });
    expect(failed?.message).toMatch(/^Snake diverged at step 1\b.*learning rate/);
  });

  it('saves weights between two turns, with vocabulary, step, task, contender, and training', async () => {
    const { session, events } = await drive(new TwinBackend(), config({ steps: 4 }));
    session.play();
    session.save(1);
    session.rename(['Snake', 'Adder']);
    await session.idle();
    session.save(1);
    await session.idle();
    const files = events.flatMap(event => (event.type === 'saved' ? [event.bytes] : []));
    expect(files).toHaveLength(2);
    const [first, last] = files.map(bytes => readSafetensors(bytes).metadata);
    expect(Number(first?.get('step'))).toBeLessThan(4);
    expect([...(last ?? [])].filter(([, text]) => typeof text !== 'string')).toEqual([]);
    expect(last?.get('version')).toBe('1');
    expect(last?.get('step')).toBe('4');
    const json = (key: string): unknown => JSON.parse(last?.get(key) ?? '');
    expect(json('vocabulary')).toEqual([...new Set(await materials.corpus())].sort());
    expect(json('task')).toEqual({ name: 'text', length: 16 });
    expect(json('training')).toEqual(config({ steps: 4 }).training);
    expect(json('contender')).toEqual({ name: 'Adder', d_model: 8, blocks: [{ mixer: 'lstm' }] });
    const { model, values } = readCheckpoint(files[1] ?? new Uint8Array());
    expect(model.config).toEqual(session.contenders[1]?.model.config);
    const weights = (await session.contenders[1]?.trainer.parameters.read()) ?? [];
    expect([...values]).toEqual(Array.from(weights, ([name, own]) => [name, Float32Array.from(own)]));
  });

  it('refuses to save weights that are not finite as float32, by tensor and element', async () => {
    const { session, events } = await drive(new TwinBackend(), config());
    const parameters = session.contenders[1]?.trainer.parameters;
    const weights = (await parameters?.read()) ?? new Map();
    weights.get('backbone.norm_f.weight')?.fill(1e39, 2, 3);
    parameters?.write(weights);
    session.save(1);
    session.save(0);
    await session.idle();
    const failed = events.filter(event => event.type === 'failed');
    const message = expect.stringMatching(
      /^The weights of lstm are not saved: 'backbone\.norm_f\.weight' \[2\] is 1e\+39/,
    );
    expect(failed).toMatchObject([{ failure: 'refused', message }]);
    expect(events.flatMap(event => (event.type === 'saved' ? [event.contender] : []))).toEqual([0]);
  });

  it('refuses to save an unknown contender, and continues', async () => {
    const { session, events } = await drive(new TwinBackend(), config({ steps: 2 }));
    session.save(7);
    await straight(session);
    const failed = events.filter(event => event.type === 'failed');
    expect(failed).toMatchObject([{ failure: 'refused', message: expect.stringContaining('no contender 7') }]);
    expect(session.contenders.map(({ status }) => status)).toEqual(['finished', 'finished']);
  });

  it('reports at once that training is paused while it samples, and finishes the sample', async () => {
    const { session, events } = await drive(new TwinBackend(), config());
    session.play();
    session.sample(1, request);
    while (!events.some(({ type }) => type === 'sampled')) await new Promise(resolve => setTimeout(resolve, 1));
    expect(events.filter(event => event.type === 'sampled' && event.done)).toEqual([]);
    session.pause();
    expect(events.at(-1)).toMatchObject({ type: 'playing', playing: false });
    await session.idle();
    expect(events.filter(event => event.type === 'sampled' && event.done)).toHaveLength(2);
    expect(session.contenders.map(({ status }) => status)).not.toContain('finished');
  });

  it('refuses a prompt it cannot read, and loses nothing', async () => {
    const { session } = await drive(new TwinBackend(), config());
    expect(() => session.sample(1, { ...request, prompt: '' })).toThrow(/prompt/);
    expect(() => session.sample(2, { ...request, prompt: '漢' })).toThrow(/漢/);
    await straight(session);
    expect(session.contenders.every(({ status }) => status === 'finished')).toBe(true);
  });

  it.each([
    [{}, /task/],
    [{ task: { name: 'text' }, contenders: [] }, /contenders/],
    [
      {
        task: { name: 'text' },
        contenders: [{ name: 'A', d_model: 4, blocks: [{ mixer: 'lstm' }] }],
        training: { lr: -1 },
      },
      /lr/,
    ],
  ])('names what is wrong in the config %j', (value, message) => {
    expect(() => parseRunConfig(value)).toThrow(message);
  });

  it.each([
    [{ task: { name: 'nope' } }, /nope/],
    [{ task: { name: 'text', length: 16, colour: 1 } }, /colour/],
    [{ contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'mambo' }] }] }, /mambo.*mamba/],
    [{ contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'mamba', d_stat: 3 }] }] }, /d_stat/],
    [{ contenders: [{ name: 'A', d_model: 10, blocks: [{ mixer: 'attention', heads: 4 }] }] }, /heads/],
  ])('names what is wrong in the run %j', async (change, message) => {
    const value = { ...config(), ...change };
    await expect(Session.load(new TwinBackend(), () => {}, 1, runConfig.parse(value), materials)).rejects.toThrow(
      message,
    );
  });
});
