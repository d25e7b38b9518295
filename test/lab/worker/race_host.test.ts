import { describe, expect, it } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import { RunRecorder } from '../../../src/lab/race/run_recorder';
import type { ContenderSnapshot } from '../../../src/lab/race/snapshot';
import type { Event } from '../../../src/lab/worker/protocol';
import type { Command, SampleRequest } from '../../../src/lab/worker/read_command';
import { WorkerHost } from '../../../src/lab/worker/worker_host';
import { FrailDevices } from '../../support/frail_device';

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: ['lstm', 'conv'].map(mixer => ({ name: mixer, d_model: 8, blocks: [{ mixer }] })),
  training: { steps: 30, batch: 2, warmup: 2, validate_every: 7, validation_batches: 1 },
});
const corpus = async (): Promise<string> => 'call me ishmael. some years ago, never mind how long. '.repeat(40);
const request: SampleRequest = { prompt: 'call ', tokens: 4000, temperature: 0.7, topK: 0, seed: 3, naive: false };

/** A host on devices that can be lost, with its events. */
function start() {
  const devices = new FrailDevices();
  const events: Event[] = [];
  const recorder = new RunRecorder(config);
  let heard: (() => void)[] = [];
  const host = new WorkerHost(
    devices.open,
    event => {
      events.push(event);
      recorder.receive(event);
      for (const wake of heard.splice(0)) wake();
    },
    corpus,
  );
  const said = async (is: (event: Event) => boolean, from = 0): Promise<Event> => {
    for (;;) {
      const found = events.slice(from).find(is);
      if (found) return found;
      await new Promise<void>(resolve => {
        heard = [...heard, resolve];
      });
    }
  };
  const send = (command: Command): void => host.receive(command);
  send({ type: 'open' });
  send({ type: 'load', runId: 1, config });
  const finished = async (): Promise<Curves[]> => {
    for (const contender of config.contenders.keys())
      await said(event => event.type === 'status' && event.contender === contender && event.status === 'finished');
    return recorder.runs().map(({ curve: { step, loss, validation } }) => ({ step, loss, validation }));
  };
  return { devices, events, said, send, finished };
}

interface Curves {
  readonly step: readonly (number | null)[];
  readonly loss: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

/** The last snapshot of each contender. */
function keptOf(events: readonly Event[]): ContenderSnapshot[] {
  return config.contenders.map((_, contender) => {
    const kept = events.findLast(event => event.type === 'snapshot' && event.contender === contender);
    return kept?.type === 'snapshot' ? kept.snapshot : { status: 'ready', goal: 30, seconds: 0 };
  });
}

type Started = ReturnType<typeof start>;

const isResumed = (event: Event): boolean => event.type === 'resumed';
const isLoaded = (event: Event): boolean => event.type === 'loaded';
const stepped =
  (steps: number) =>
  (event: Event): boolean =>
    event.type === 'progress' && (event.points.step.at(-1) ?? 0) >= steps;

async function undisturbed(): Promise<Curves[]> {
  const { send, said, finished } = start();
  await said(isLoaded);
  send({ type: 'play', runId: 1 });
  return finished();
}

describe('a device that is lost', () => {
  const moments: readonly (readonly [string, (started: Started) => Promise<void>])[] = [
    [
      'while training',
      async ({ devices, said }) => {
        await said(stepped(5));
        devices.lose();
        await said(isResumed);
      },
    ],
    [
      'and again while recovering, and once more right after',
      async ({ devices, said, events }) => {
        await said(stepped(5));
        devices.lose();
        await said(event => event.type === 'ready', events.length);
        devices.lose();
        await said(isResumed);
        devices.lose();
        await said(isResumed, events.length);
      },
    ],
    [
      'while paused, which loses no step',
      async ({ devices, said, events, send }) => {
        await said(stepped(3));
        send({ type: 'pause', runId: 1 });
        await said(event => event.type === 'playing' && !event.playing);
        const stepsOf = (contender: number): number =>
          Math.max(
            0,
            ...events.flatMap(event =>
              event.type === 'progress' && event.contender === contender ? [...event.points.step] : [],
            ),
          );
        const steps = config.contenders.map((_, contender) => stepsOf(contender));
        for (const [contender, last] of steps.entries())
          await said(
            event =>
              last === 0 ||
              (event.type === 'snapshot' && event.contender === contender && event.snapshot.trainer?.steps === last),
          );
        devices.lose();
        const resumed = await said(isResumed);
        expect(resumed).toMatchObject({ steps });
        send({ type: 'play', runId: 1 });
      },
    ],
    [
      'while sampling, which is told and settles',
      async ({ devices, said, send }) => {
        await said(stepped(3));
        send({ type: 'sample', runId: 1, sampleId: 9, request });
        await said(event => event.type === 'sampled');
        devices.lose();
        const failed = await said(event => event.type === 'failed' && event.sampleId === 9);
        expect(failed).toMatchObject({ failure: 'interrupted', message: expect.stringContaining('The GPU was lost') });
        await said(isResumed);
      },
    ],
    [
      'while inspecting, which is told',
      async ({ devices, said, send }) => {
        await said(stepped(3));
        const input = { kind: 'example', index: 0 } as const;
        send({ type: 'inspect', runId: 1, inspectId: 4, request: { contender: 0, input, position: null } });
        // The host reads the command in its next turn.
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
        devices.lose();
        await said(event => (event.type === 'failed' || event.type === 'inspected') && event.inspectId === 4);
        await said(isResumed);
      },
    ],
  ];

  it.each(moments)('%s: the race goes on and its curves are the same', async (_, disturb) => {
    const started = start();
    await started.said(isLoaded);
    started.send({ type: 'play', runId: 1 });
    await disturb(started);
    expect(await started.finished()).toEqual(await undisturbed());
    expect(started.events.filter(event => event.type === 'failed' && event.failure !== 'interrupted')).toEqual([]);
  });

  it.each([
    ['while loading', () => {}],
    ['while loading, which never ends then', (devices: FrailDevices) => devices.silence()],
  ])('%s: the race is loaded on the next one, and the loss is told', async (_, before) => {
    const { devices, said, send, finished } = start();
    await said(event => event.type === 'status');
    before(devices);
    devices.lose();
    await said(isLoaded);
    expect(await said(isResumed)).toMatchObject({ cause: 'device', steps: [0, 0] });
    send({ type: 'play', runId: 1 });
    expect(await finished()).toEqual(await undisturbed());
    expect(devices.opened).toBe(2);
  });

  it('and not replaced until a reload: the kept race continues in another worker, with the same curves', async () => {
    const { devices, said, send, events } = start();
    await said(isLoaded);
    send({ type: 'play', runId: 1 });
    await said(stepped(9));
    devices.withhold();
    devices.lose();
    const failed = await said(event => event.type === 'failed');
    expect(failed).toMatchObject({ failure: 'no_device', message: expect.stringContaining('Reload the page') });
    const contenders = keptOf(events);
    const steps = contenders.map(({ trainer }) => trainer?.steps ?? 0);
    const after = start();
    await after.said(isLoaded);
    after.send({ type: 'load', runId: 2, config, snapshot: structuredClone({ playing: true, contenders }) });
    expect(await after.said(isResumed)).toMatchObject({ runId: 2, cause: 'worker', steps });
    const from = ({ step, loss, validation }: Curves, i: number): Curves => ({
      step: step.slice(steps[i]),
      loss: loss.slice(steps[i]),
      validation: validation.slice(steps[i]),
    });
    const whole = await undisturbed();
    expect(await after.finished()).toEqual(whole.map(from));
  });

  it('again and again: the host reports it once, and the kept race continues when asked to', async () => {
    const { devices, said, send, events, finished } = start();
    await said(isLoaded);
    send({ type: 'play', runId: 1 });
    await said(stepped(5));
    for (let loss = 0; loss < 3; loss++) {
      const from = events.length;
      devices.lose();
      await said(isResumed, from);
    }
    send({ type: 'pause', runId: 1 });
    devices.lose();
    await said(event => event.type === 'failed' && event.failure === 'device_lost');
    const contenders = keptOf(events);
    send({ type: 'load', runId: 2, config, snapshot: { playing: true, contenders } });
    await said(event => event.type === 'loaded' && event.runId === 2);
    send({ type: 'play', runId: 2 });
    expect(await finished()).toEqual(await undisturbed());
    expect(events.filter(event => event.type === 'failed')).toHaveLength(1);
  });
});

describe('a race that another replaces while it compiles', () => {
  const other = { ...config, contenders: config.contenders.slice(0, 1) };
  const isFrom =
    (type: Event['type'], runId: number) =>
    (event: Event): boolean =>
      event.type === type && 'runId' in event && event.runId === runId;

  it.each([
    ['', []],
    [', with what was asked of it', [{ type: 'play', runId: 1 }] satisfies Command[]],
  ])('keeps nobody waiting%s, posts nothing more, and leaves no memory', async (_, asked) => {
    const { devices, events, said, send } = start();
    await said(event => event.type === 'status' && event.status === 'compiling');
    const { pass, release } = devices.stall();
    for (const command of asked) send(command);
    // The host reads commands in its next turns.
    await new Promise(resolve => setTimeout(resolve));
    pass();
    const from = events.length;
    send({ type: 'load', runId: 2, config: other });
    await said(isFrom('loaded', 2));
    release();
    await new Promise(resolve => setTimeout(resolve, 200));
    const undisturbed = start();
    await undisturbed.said(isLoaded);
    undisturbed.send({ type: 'load', runId: 2, config: other });
    await undisturbed.said(isFrom('loaded', 2));
    expect(devices.bytes).toBe(undisturbed.devices.bytes);
    expect(devices.opened).toBe(1);
    const late = events.slice(from).filter(event => 'runId' in event && event.runId === 1);
    expect(late.filter(event => event.type !== 'failed')).toEqual([]);
  });
});
