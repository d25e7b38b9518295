import { expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import type { Event } from '../../../src/lab/worker/protocol';
import { WorkerHost } from '../../../src/lab/worker/worker_host';
import { FrailDevices } from '../../support/frail_device';

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: ['lstm', 'conv'].map(mixer => ({ name: mixer, d_model: 8, blocks: [{ mixer }] })),
  training: { batch: 2 },
});
const corpus = async (): Promise<string> => 'call me ishmael. some years ago, never mind how long. '.repeat(40);

/** What the worker says while it loads a race, and after each word how long its tick then says that it may be silent. */
async function loading(): Promise<{ readonly event: Event; readonly busy: number }[]> {
  const said: { event: Event; busy: number }[] = [];
  let busy: number | undefined;
  await new Promise<void>(resolve => {
    const host: WorkerHost = new WorkerHost(
      new FrailDevices().open,
      event => {
        if (event.type === 'tick' && busy === -1) busy = event.busy;
        if (busy !== undefined) return;
        busy = -1;
        host.tick();
        said.push({ event, busy });
        busy = undefined;
        if (event.type === 'loaded') resolve();
      },
      corpus,
    );
    host.receive({ type: 'open' });
    host.receive({ type: 'load', runId: 1, config });
  });
  return said;
}

test('a worker that loads a race announces opening its task, and ticks while it draws weights and kernels compile', async () => {
  const said = await loading();
  const from = said.findIndex(({ event }) => event.type === 'loading');
  const announced = said.slice(from).filter(({ event }) => event.type === 'tick');
  // The task, and the sizes of all contenders.
  expect(announced).toHaveLength(2);
  for (const { event, busy } of announced) expect(event).toEqual({ type: 'tick', busy });
  expect(Math.min(...announced.map(({ busy }) => busy))).toBeGreaterThan(0);
  // One that dies there is noticed in seconds, too.
  expect(Math.max(...announced.map(({ busy }) => busy))).toBeLessThanOrEqual(10);
  const others = said.slice(from).filter(({ event }) => event.type === 'compiling' || event.type === 'loaded');
  expect(others.map(({ busy }) => busy)).toEqual(others.map(() => 0));
  expect(others.length).toBeGreaterThan(config.contenders.length);
});
