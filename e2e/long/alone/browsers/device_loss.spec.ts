import { expect } from 'playwright/test';
import { runConfig } from '../../../../src/lab/config/config';
import { eventually, fewestSteps, loaded, tinyRace } from '../../../browser/race';
import { test as faced } from '../../../browser/test';
import { serveWithWorkerScript } from '../../../browser/worker_door';
import { addressOf, withTraining } from '../../../support/race';

/** In the worker: a word on a channel takes each device away, as a driver's crash would. */
function takeDevicesAway(): void {
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...wanted) {
    const device = await request.apply(this, wanted);
    const lost = new Promise(resolve => {
      new BroadcastChannel('devices').addEventListener('message', () => {
        resolve({ reason: 'unknown', message: 'it was pulled out' });
        device.destroy();
      });
    });
    Object.defineProperty(device, 'lost', { value: lost });
    return device;
  };
}

const test = faced.extend({
  origin: async ({ baseURL }, use) => {
    const served = await serveWithWorkerScript(baseURL ?? '', `(${takeDevicesAway})();\n`);
    await use(served.origin);
    served.close();
  },
});

/** Two contenders that share their kernels, which are compiled three times. */
const contenders = [1, 2].map(depth => ({
  name: `LSTM ${depth}`,
  d_model: 8,
  blocks: Array.from({ length: depth }, () => ({ mixer: 'lstm' })),
}));
const race = withTraining(
  { ...tinyRace, contenders: runConfig.shape.contenders.parse(contenders) },
  { steps: 40, validate_every: 20 },
);

test('a GPU that is lost in the middle of a race: the race goes on, with the curves of a race that was not disturbed', async ({
  face,
}) => {
  const curves = async (lose: boolean): Promise<unknown> => {
    await face.goto(addressOf(race, '?backend=webgpu'));
    await loaded(face);
    await face.click('button', 'Train');
    if (lose) {
      await expect.poll(() => fewestSteps(face), { timeout: 60_000 }).toBeGreaterThan(0);
      await face.evaluate(() => new BroadcastChannel('devices').postMessage('lose'));
      await eventually(face, () => document.body.innerText.includes('The GPU was lost and is back.'));
    }
    await expect.poll(() => fewestSteps(face), { timeout: 60_000 }).toBe(race.training.steps);
    return face.evaluate(() => window.unroll.runs().map(({ status, curve }) => ({ status, loss: curve.loss })));
  };
  const disturbed = await curves(true);
  await face.goto('/');
  expect(await curves(false)).toEqual(disturbed);
});
