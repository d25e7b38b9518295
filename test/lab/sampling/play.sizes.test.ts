import { describe, expect, it } from 'vitest';
import type { Backend, BackendKind } from '../../../src/gpu/backend';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { runConfig } from '../../../src/lab/config/config';
import { Session } from '../../../src/lab/race/session';
import type { Event } from '../../../src/lab/worker/protocol';
import { backends } from '../../support/backends';
import { sizes } from '../../support/sizes';

const materials = { corpus: async () => 'call me ishmael. '.repeat(60) };
const greedy = { prompt: '', tokens: 0, temperature: 0, topK: 0, seed: 1, naive: false };

async function load(
  backend: Backend,
  task: Readonly<Record<string, unknown> & { name: string }>,
  steps: number,
): Promise<{ session: Session; events: Event[] }> {
  const events: Event[] = [];
  const config = runConfig.parse({
    task,
    contenders: [
      { name: 'LSTM', d_model: 16, blocks: [{ mixer: 'lstm' }] },
      {
        name: 'Attention',
        d_model: 16,
        blocks: [{ mixer: 'attention', heads: 2, window: 8, positions: 'sinusoidal' }],
      },
    ],
    training: { steps, batch: 8, lr: 1e-2, warmup: 1, validate_every: steps, validation_batches: 2 },
  });
  const session = await Session.load(backend, event => events.push(event), 1, config, materials);
  return { session, events };
}

function answersOf(events: readonly Event[], sampleId: number, contender: number) {
  return events.flatMap(event =>
    event.type === 'sampled' && event.sampleId === sampleId && event.contender === contender ? event.answers : [],
  );
}

describe.each(sizes<BackendKind>(['twin', 'wasm'], ['webgpu']))('a task that is played, on %s', kind => {
  const make = async (): Promise<Backend> => backends[kind]();

  it.each([
    [{ name: 'selective_copying', length: 6, copied: 2, vocabulary: 6 }],
    [{ name: 'dyck', length: 12, depth: 3 }],
    [{ name: 'parity', length: 6 }],
  ])('has as many right answers as validation counts, naively too: %j', async task => {
    const { session, events } = await load(await make(), task, 30);
    session.play();
    await session.idle();
    const play = { first: 0, sequences: 16 };
    session.sample(1, { ...greedy, play });
    await session.idle();
    session.sample(2, { ...greedy, play, naive: true, tokens: 40 });
    await session.idle();
    for (const [contender, { trainer }] of session.contenders.entries()) {
      const answers = answersOf(events, 1, contender);
      for (const index of [0, 1]) await trainer.evaluate(session.race.task.batch('validation', index, 8));
      const results = await trainer.results();
      expect(answers).toHaveLength(results.reduce((sum, { scored }) => sum + scored, 0));
      const right = answers.filter(({ correct }) => correct).length;
      expect(right).toBe(results.reduce((sum, { correct }) => sum + correct, 0));
      expect(right).toBeGreaterThan(0);
      expect(answers.every(({ said, right: due, correct }) => correct === (said === due))).toBe(true);
      expect(answersOf(events, 2, contender)).toEqual(answers);
      const timed = events.flatMap(e =>
        e.type === 'sampled' && e.sampleId === 2 ? Array.from(e.latency.position) : [],
      );
      expect(Math.max(...timed), 'further tokens are timed').toBeGreaterThan(session.race.task.length + 30);
    }
    await session.close();
  });
});

describe('a model that learned its task', () => {
  it('gives every answer right', async () => {
    const { session, events } = await load(
      new TwinBackend(),
      { name: 'copying', length: 0, copied: 1, vocabulary: 5 },
      150,
    );
    session.play();
    await session.idle();
    session.sample(1, { ...greedy, play: { first: 0, sequences: 8 } });
    await session.idle();
    const questions = events.find(event => event.type === 'questions');
    expect(questions?.questions.map(({ asked }) => asked)).toEqual(Array(8).fill([1]));
    for (const contender of [0, 1]) {
      const accuracy = events.findLast(event => event.type === 'progress' && event.contender === contender);
      expect(accuracy?.type === 'progress' && accuracy.points.accuracy.at(-1)).toBe(1);
      expect(answersOf(events, 1, contender).map(({ correct }) => correct)).toEqual(Array(8).fill(true));
    }
    await session.close();
  });

  it('is not sampled or inspected once it has diverged; the others are', async () => {
    const { session, events } = await load(new TwinBackend(), { name: 'parity', length: 4 }, 2);
    const [diverged] = session.contenders;
    if (diverged) diverged.status = 'diverged';
    session.sample(1, { ...greedy, play: { first: 0, sequences: 2 } });
    session.inspect(1, { contender: 0, input: { kind: 'example', index: 0 }, position: null });
    await session.idle();
    const said = events.filter(event => event.type === 'sampled');
    expect(said[0]).toMatchObject({
      contender: 0,
      done: true,
      answers: [],
      skipped: expect.stringMatching(/lower learning rate/),
    });
    expect(answersOf(events, 1, 1)).toHaveLength(2);
    expect(events.find(event => event.type === 'failed')).toMatchObject({
      inspectId: 1,
      message: expect.stringMatching(/diverged/),
    });
    await session.close();
  });

  it('is refused where a task asks for no answer, and nothing changes', async () => {
    const { session } = await load(new TwinBackend(), { name: 'text', length: 8 }, 2);
    expect(() => session.sample(1, { ...greedy, play: { first: 0, sequences: 1 } })).toThrow(/prompt/);
    await session.close();
  });

  it('frees every sampler, of a race that another follows and of one that is closed', async () => {
    const backend = new TwinBackend();
    const { session } = await load(backend, { name: 'parity', length: 4 }, 2);
    const { bytes } = backend.counters;
    for (const sampleId of [1, 2, 3]) {
      session.sample(sampleId, { ...greedy, tokens: 20, play: { first: 0, sequences: 2 } });
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await session.idle();
    expect(backend.counters.bytes).toBe(bytes);
    session.sample(4, { ...greedy, tokens: 500, play: { first: 0, sequences: 1 } });
    await new Promise(resolve => setTimeout(resolve, 5));
    await session.close();
    expect(backend.counters.bytes).toBe(0);
  });
});
