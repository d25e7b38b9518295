import { afterAll, describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { type RunConfig, runConfig } from '../../../src/lab/config/config';
import type { BroughtWeights } from '../../../src/lab/import/brought';
import { importedValues } from '../../../src/lab/import/import_weights';
import { openBrought } from '../../../src/lab/import/open_brought';
import { Session } from '../../../src/lab/race/session';
import type { Event } from '../../../src/lab/worker/protocol';
import { bytesOf, expected } from '../../support/import_fixtures';

const name = 'state_spaces_mamba';
const brought: BroughtWeights = {
  id: 'a1',
  name: `${name}.safetensors`,
  file: new Blob([new Uint8Array(bytesOf(name))]),
  config: expected.files[name]?.config ?? null,
  answers: {},
};
const { model } = await openBrought(brought);
const { d_model, blocks } = model.config;

function race(change: object = {}, tokens = 11): RunConfig {
  const own = { name: 'Brought', d_model, blocks, weights: 'a1', frozen: true, ...change };
  const other = { name: 'Other', d_model: 4, blocks: [{ mixer: 'gru' }] };
  const task = { name: 'tokens', tokens, length: 8 };
  return runConfig.parse({ task, contenders: [own, other], training: { steps: 2, batch: 2, warmup: 0 } });
}

const opened: Session[] = [];

async function load(config: RunConfig, weights: readonly BroughtWeights[] = [brought]) {
  const events: Event[] = [];
  const corpus = async () => '';
  const session = await Session.load(new TwinBackend(), event => events.push(event), 1, config, { corpus, weights });
  opened.push(session);
  return { session, events };
}

afterAll(async () => {
  for (const session of opened) await session.close();
});

const request = { prompt: '3 0 7', tokens: 6, temperature: 0, topK: 0, seed: 1, naive: false };

describe('a contender with brought weights', () => {
  it('is sampled and inspected without a training plan, while others train', async () => {
    const { session, events } = await load(race());
    const [own, other] = session.contenders;
    expect(own?.report).toMatchObject({ dispatchesPerStep: 0 });
    session.play();
    await session.idle();
    expect([own?.status, own?.steps, other?.status, other?.steps]).toEqual(['frozen', 0, 'finished', 2]);
    for (const naive of [false, true]) {
      session.sample(Number(naive), { ...request, naive });
      await session.idle();
    }
    session.inspect(1, { contender: 0, input: { kind: 'text', text: '1 2 3' }, position: null });
    await session.idle();
    const said = (id: number): string =>
      events
        .flatMap(event =>
          event.type === 'sampled' && event.contender === 0 && event.sampleId === id ? [event.text] : [],
        )
        .join('');
    expect(said(0).trim().split(' ')).toHaveLength(6);
    expect(said(1)).toBe(said(0));
    const inspected = events.find(event => event.type === 'inspected');
    expect(inspected?.inspection.glyphs).toEqual(['1', '2', '3']);
    expect(inspected?.inspection.blocks.map(({ views }) => views.length > 0)).toEqual([true, true]);
  });

  it('has its weights again after a lost device, and saves them', async () => {
    const { session, events } = await load(race());
    session.resume({ playing: false, contenders: session.snapshot.contenders });
    session.save(0);
    await session.idle();
    expect(session.contenders[0]?.status).toBe('frozen');
    const saved = events.find(event => event.type === 'saved');
    const again = await openBrought({
      file: new Blob([new Uint8Array(saved?.bytes ?? [])]),
      config: null,
      answers: {},
    });
    expect(again).toMatchObject({ foreign: false, model: { config: model.config } });
  });

  it('trains on from its weights where it is not frozen', async () => {
    const { session } = await load(race({ frozen: false }));
    const before = await session.contenders[0]?.parameters.read();
    const file = await openBrought(brought, 11);
    const spec = { name: 'backbone.embedding.weight', shape: [11, d_model] };
    expect(before?.get(spec.name)).toEqual(Float64Array.from(await importedValues(file, spec)));
    session.play();
    await session.idle();
    expect(session.contenders[0]?.status).toBe('finished');
    expect(await session.contenders[0]?.parameters.read()).not.toEqual(before);
  });

  it('says what is wrong: another shape, other tokens, or no file', async () => {
    await expect(load(race({ blocks: [blocks[0]] }))).rejects.toThrow(/Brought no longer fits its weights/);
    await expect(load(race({}, 12))).rejects.toThrow(/no longer fits|tokens/);
    await expect(load(race(), [])).rejects.toThrow(/weights of Brought is not on this page. Drop it again/);
  });
});
