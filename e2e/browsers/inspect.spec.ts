import { expect } from 'playwright/test';
import { eventually, fewestSteps, loaded, tinyRace } from '../browser/race';
import { test } from '../browser/test';
import { addressOf } from '../support/race';

test('inspecting follows the training', async ({ face }) => {
  await face.goto(addressOf(tinyRace));
  await loaded(face);
  await face.click('button', 'Inspect');
  await eventually(face, () => document.body.innerText.includes('as of step 0'));
  await face.click('button', 'Train the race');
  await eventually(face, () => /as of step [1-9]/.test(document.body.innerText));
  await face.click('button', 'Pause');
  await eventually(face, () => window.unroll.runs().every(run => run.status === 'paused'));
  const steps = await fewestSteps(face);
  const { inspection } = await face.evaluate(() => window.unroll.inspect({ contender: 'Mamba', text: 'Call me' }));
  expect(steps).toBeGreaterThan(0);
  expect(inspection.glyphs.join('')).toBe('Call␣me');
});
