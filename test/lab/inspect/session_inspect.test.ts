import { afterAll, describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { type RunConfig, runConfig } from '../../../src/lab/config/config';
import { type InspectRequest, MOST_TOKENS } from '../../../src/lab/inspect/inspection';
import { Session } from '../../../src/lab/race/session';
import { type Event, isEvent } from '../../../src/lab/worker/protocol';
import { readCommand } from '../../../src/lab/worker/read_command';

const materials = {
  corpus: async () => 'call me ishmael. some years ago, never mind how long precisely. '.repeat(100),
};

function config(length = 16): RunConfig {
  return runConfig.parse({
    task: { name: 'text', length },
    contenders: ['mamba', 'conv'].map(mixer => ({ name: mixer, d_model: 8, blocks: [{ mixer }] })),
    training: { steps: 12, batch: 2, warmup: 2, validate_every: 5, validation_batches: 2 },
  });
}

const example: InspectRequest = { contender: 0, input: { kind: 'example', index: 0 }, position: null };
const text = (words: string): InspectRequest => ({ ...example, input: { kind: 'text', text: words } });

const open: Session[] = [];

async function load(chosen: RunConfig): Promise<{ session: Session; events: Event[]; backend: TwinBackend }> {
  const events: Event[] = [];
  const backend = new TwinBackend();
  const session = await Session.load(backend, event => events.push(event), 1, chosen, materials);
  open.push(session);
  return { session, events, backend };
}

afterAll(async () => {
  for (const session of open) await session.close();
});

function inspections(events: readonly Event[]): Extract<Event, { type: 'inspected' }>[] {
  return events.flatMap(event => (event.type === 'inspected' ? [event] : []));
}

describe('a session that is inspected', () => {
  it('answers between turns, changes no curve, and trains on to the end', async () => {
    const curves = (events: readonly Event[]) =>
      [0, 1].map(contender =>
        events.flatMap(event =>
          event.type === 'progress' && event.contender === contender ? [...event.points.loss] : [],
        ),
      );
    const plain = await load(config());
    plain.session.play();
    await plain.session.idle();
    const { session, events } = await load(config());
    session.play();
    session.inspect(1, example);
    session.inspect(2, { ...example, contender: 1 });
    await session.idle();
    session.inspect(3, example);
    await session.idle();
    expect(session.contenders.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(curves(events)).toEqual(curves(plain.events));
    const [before, other, after] = inspections(events);
    expect([before, other, after].map(event => event?.inspectId)).toEqual([1, 2, 3]);
    expect(events.every(isEvent)).toBe(true);
    expect(before?.inspection.glyphs).toEqual(after?.inspection.glyphs);
    expect(before?.inspection.loss).not.toEqual(after?.inspection.loss);
  });

  it('answers probes between turns, in the order in which they are asked, as events that the page takes', async () => {
    const { session, events } = await load(config());
    const { contender, input } = example;
    session.play();
    session.inspect(1, { kind: 'tensors', contender, input });
    session.inspect(2, { kind: 'flow', contender, input });
    session.inspect(3, { kind: 'tensor', contender, input, name: 'lm_head.logits.grad' });
    session.inspect(4, { kind: 'tensor', contender, input, name: 'lm_head.logit' });
    session.inspect(5, { kind: 'adds', contender, input });
    await session.idle();
    const probed = events.filter(event => event.type === 'probed');
    expect(probed.map(({ inspectId, answer }) => `${inspectId} ${answer.kind}`)).toEqual([
      '1 tensors',
      '2 flow',
      '3 tensor',
      '5 adds',
    ]);
    expect(probed.every(isEvent)).toBe(true);
    expect(events.find(({ type }) => type === 'failed')).toMatchObject({
      inspectId: 4,
      message: expect.stringContaining("There is no tensor 'lm_head.logit'. There are lm_head.logits"),
    });
  });

  it('tells what each layer adds against the stream, from the values of the large picture', async () => {
    const { session, events } = await load(config());
    const { contender, input } = example;
    session.inspect(1, { kind: 'flow', contender, input });
    session.inspect(2, { kind: 'adds', contender, input });
    await session.idle();
    const answers = events.flatMap(event => (event.type === 'probed' ? [event.answer] : []));
    const layers = answers.flatMap(answer => (answer.kind === 'flow' ? answer.flow.layers : []));
    const adds = answers.flatMap(answer => (answer.kind === 'adds' ? [answer.adds] : []));
    expect(layers.length).toBeGreaterThan(0);
    expect(adds).toHaveLength(1);
    expect(adds[0]?.milliseconds).toBeGreaterThan(0);
    expect([...(adds[0]?.shares ?? [])]).toEqual(
      layers.map(({ added, stream }) => expect.closeTo(Math.hypot(...added) / Math.hypot(...stream), 5)),
    );
  });

  it('reads a text of the visitor, and only the end of a long one', async () => {
    const { session, events } = await load(config());
    session.inspect(1, text('call me'));
    session.inspect(2, text('never mind '.repeat(30)));
    await session.idle();
    const [short, long] = inspections(events).map(({ inspection }) => inspection);
    expect(short?.glyphs.slice(0, 4)).toEqual(['c', 'a', 'l', 'l']);
    expect(short?.targets.slice(0, 4)).toEqual(['a', 'l', 'l', '␣']);
    expect(short?.targets.at(-1)).toBeNull();
    expect(short?.omitted).toBe(0);
    expect(long?.glyphs).toHaveLength(MOST_TOKENS);
    expect(long?.omitted).toBe(330 - MOST_TOKENS);
  });

  it.each([
    [text('漢'), /漢/],
    [text(''), /empty/],
    [{ ...example, position: 16 }, /0 to 15/],
    [{ ...example, contender: 2 }, /0 to 1/],
  ])('refuses %j and goes on', async (request, message) => {
    const { session, events } = await load(config());
    session.play();
    session.inspect(7, request);
    await session.idle();
    const failed = events.find(event => event.type === 'failed');
    expect(failed).toMatchObject({ failure: 'bad_prompt', inspectId: 7 });
    expect(failed?.message).toMatch(message);
    expect(session.contenders.every(({ status }) => status === 'finished')).toBe(true);
  });

  it('keeps plans for a few lengths only, and frees them with the run', async () => {
    const { session, backend } = await load(config());
    const bytes = async (words: string): Promise<number> => {
      session.inspect(1, text(words));
      await session.idle();
      return backend.counters.bytes;
    };
    for (const words of ['ca', 'cal', 'call']) await bytes(words);
    const full = await bytes('call');
    expect(await bytes('call')).toBe(full);
    for (const words of ['ca', 'cal', 'call']) await bytes(`${words} me`);
    for (const words of ['ca', 'cal']) await bytes(words);
    expect(await bytes('call')).toBe(full);
    await session.close();
    expect(backend.counters.bytes).toBe(0);
  });
});

describe('the worker boundary', () => {
  const command = { type: 'inspect', runId: 1, inspectId: 2, request: example };

  it('accepts an inspect command, and nothing similar', () => {
    expect(readCommand(command)).toEqual({ command });
    expect(readCommand({ ...command, request: text('a') })).toHaveProperty('command');
    expect(readCommand({ ...command, request: { ...example, position: -1 } })).toHaveProperty('message');
    expect(readCommand({ ...command, request: { ...example, input: { kind: 'example' } } })).toHaveProperty('message');
    expect(readCommand({ ...command, inspectId: undefined })).toHaveProperty('message');
  });

  it('accepts an inspection whose lists are as long as its tokens', async () => {
    const { session, events } = await load(config());
    session.inspect(1, example);
    await session.idle();
    const event = events.find(({ type }) => type === 'inspected');
    const [{ inspection } = { inspection: undefined }] = inspections(events);
    expect(isEvent(event)).toBe(true);
    expect(isEvent({ ...event, inspection: { ...inspection, loss: new Float32Array(3) } })).toBe(false);
    expect(isEvent({ ...event, inspection: { ...inspection, glyphs: [1] } })).toBe(false);
    const view = { kind: 'matrix', key: 'a', title: 'A', help: '', scale: { kind: 'sequential', least: 0, most: 1 } };
    const having = (values: unknown) =>
      isEvent({ ...event, inspection: { ...inspection, blocks: [{ title: 'B', views: [{ ...view, values }] }] } });
    expect(having(new Float32Array(16 * 16))).toBe(true);
    expect(having(new Float32Array(16))).toBe(false);
    expect(having(Array.from({ length: 16 * 16 }, () => 0))).toBe(false);
  });
});
