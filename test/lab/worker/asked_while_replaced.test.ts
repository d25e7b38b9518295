import { expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import type { InspectRequest } from '../../../src/lab/inspect/inspection';
import type { Event } from '../../../src/lab/worker/protocol';
import type { Command, SampleRequest } from '../../../src/lab/worker/read_command';
import { Supervisor } from '../../../src/lab/worker/supervisor';
import { WorkerHost } from '../../../src/lab/worker/worker_host';
import { initialInspection, ask as look, receiveInspected } from '../../../src/ui/stores/inspection';
import { receive } from '../../../src/ui/stores/receive';
import { freshRun, initialRun, type RunState } from '../../../src/ui/stores/run_state';
import { newWriting } from '../../../src/ui/stores/writing';
import { FrailDevices } from '../../support/frail_device';

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: ['lstm', 'conv'].map(mixer => ({ name: mixer, d_model: 8, blocks: [{ mixer }] })),
  training: { steps: 30, batch: 2, warmup: 2, validate_every: 7, validation_batches: 1 },
});
const corpus = async (): Promise<string> => 'call me ishmael. some years ago, never mind how long. '.repeat(40);
const request: SampleRequest = { prompt: 'call ', tokens: 300, temperature: 0.7, topK: 0, seed: 3, naive: false };
const sample: Command = { type: 'sample', runId: 1, sampleId: 5, request };
const looked: InspectRequest = { contender: 1, input: { kind: 'example', index: 0 }, position: null };
const inspect: Command = { type: 'inspect', runId: 1, inspectId: 1, request: looked };
const probe: Command = {
  type: 'probe',
  runId: 1,
  inspectId: 2,
  request: { kind: 'tensor', contender: 0, input: { kind: 'example', index: 0 }, name: 'lm_head.logits' },
};
const save: Command = { type: 'save', runId: 1, contender: 1 };

/** The page's end, with workers that can be killed, and the race as the page shows it. */
async function start() {
  let kill = (_message: string): void => {};
  let heard = (): void => {};
  const events: Event[] = [];
  let run: RunState = freshRun(initialRun, 1, { config, slots: [0, 1], ownText: null, ownSound: null, ownMusic: null });
  let inspection = initialInspection;
  const supervisor = new Supervisor(
    (hear, died) => {
      let ended = false;
      kill = died;
      const host = new WorkerHost(new FrailDevices().open, event => ended || hear(event), corpus);
      return {
        send: command => host.receive(structuredClone(command)),
        end() {
          ended = true;
        },
      };
    },
    event => {
      events.push(event);
      run = receive(run, event, 0);
      inspection = receiveInspected(inspection, event, [0, 0], 0);
      heard();
    },
  );
  const until = async (is: () => boolean): Promise<void> => {
    while (!is())
      await new Promise<void>(resolve => {
        heard = resolve;
      });
  };
  const said = (is: (event: Event) => boolean): Promise<void> => until(() => events.some(is));
  supervisor.send({ type: 'open' });
  supervisor.send({ type: 'load', runId: 1, config });
  await until(() => run.loaded);
  const asked = (): void => {
    run = {
      ...run,
      sampling: { sampleId: 5, request, questions: [], done: false },
      members: run.members.map(member => ({ ...member, writing: newWriting() })),
    };
    inspection = look(inspection, 1, looked);
    for (const command of [sample, inspect, probe, save]) supervisor.send(command);
  };
  return {
    supervisor,
    events,
    until,
    said,
    asked,
    kill: () => kill('out of memory'),
    run: () => run,
    inspection: () => inspection,
  };
}

type Page = Awaited<ReturnType<typeof start>>;

/** What each lane wrote, once all that was asked for is there. */
async function answers({ run, inspection, said, until }: Page): Promise<unknown> {
  await until(() => run().sampling?.done === true);
  await said(({ type }) => type === 'inspected');
  await said(({ type }) => type === 'probed');
  await said(({ type }) => type === 'saved');
  expect(inspection()).toMatchObject({ asked: null, trouble: null });
  return run().members.map(({ writing }) => writing && { ...writing, tape: writing.tape.tokens.last });
}

async function undisturbed(): Promise<unknown> {
  const page = await start();
  page.asked();
  return answers(page);
}

test('what is asked while a new worker still loads the race is answered there, as by the old one', async () => {
  const page = await start();
  page.kill();
  page.asked();
  expect(await answers(page)).toEqual(await undisturbed());
  expect(page.run().trouble).toBeNull();
});

test('what is open when the visitor changes the trainer is asked of the new one', async () => {
  const page = await start();
  page.asked();
  page.supervisor.restart();
  expect(await answers(page)).toEqual(await undisturbed());
  expect(page.run()).toMatchObject({ trouble: null, replaced: null });
});

test('a sample whose text has begun does not begin anew: the page says that it ended', async () => {
  const page = await start();
  page.asked();
  await page.said(event => event.type === 'sampled' && event.text !== '');
  page.supervisor.restart();
  expect(page.run().sampling?.done).toBe(true);
  await page.said(({ type }) => type === 'resumed');
  expect(page.run().trouble).toMatchObject({
    failure: 'interrupted',
    message: expect.stringContaining('Sample again.'),
  });
});

test('what is open when a worker dies fails with a word each, which stays when the race goes on', async () => {
  const page = await start();
  page.asked();
  page.kill();
  expect(page.events.filter(({ type }) => type === 'failed')).toEqual([
    expect.objectContaining({ sampleId: 5, message: expect.stringContaining('Sample again.') }),
    expect.objectContaining({ inspectId: 1, message: expect.stringContaining('Look again.') }),
    expect.objectContaining({ inspectId: 2, message: expect.stringContaining('Look again.') }),
    expect.objectContaining({ failure: 'refused', message: expect.stringContaining('conv are not saved') }),
  ]);
  expect(page.run().sampling?.done).toBe(true);
  expect(page.inspection()).toMatchObject({ asked: null, trouble: expect.stringContaining('Look again.') });
  await page.said(({ type }) => type === 'resumed');
  expect(page.run().trouble).toMatchObject({ message: expect.stringContaining('Save again.') });
  // Nothing is asked of the next one, so the one that killed a worker kills no other.
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(
    page.events.some(({ type }) => type === 'sampled' || type === 'inspected' || type === 'probed' || type === 'saved'),
  ).toBe(false);
});
