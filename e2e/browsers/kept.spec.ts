import { expect } from 'playwright/test';
import { eventually, fewestSteps, loaded, tinyRace } from '../browser/race';
import { test } from '../browser/test';
import { timelessCurves } from '../support/kept';
import { addressOf, withTraining } from '../support/race';

const race = withTraining({ ...tinyRace, contenders: tinyRace.contenders.slice(0, 2) }, { steps: 120 });

test('a race is kept, and goes on after a reload with the curves of one that was not disturbed', async ({ face }) => {
  await face.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(face);
  await face.evaluate(async () => {
    await window.unroll.train();
  });
  const undisturbed = await timelessCurves(face);
  await face.evaluate(async () => {
    await window.unroll.load(window.unroll.config());
    await window.unroll.train(50);
  });
  await eventually(face, () => /kept (just now|\d+ s ago)/.test(document.body.innerText));
  await face.goto('/?backend=wasm&threads=1');
  await eventually(face, () => document.body.innerText.includes('Moby-Dick race, step 50 of 120.'));
  await face.click('button', 'Continue');
  await expect.poll(() => fewestSteps(face), { timeout: 60_000 }).toBe(race.training.steps);
  expect(await timelessCurves(face)).toEqual(undisturbed);
});
