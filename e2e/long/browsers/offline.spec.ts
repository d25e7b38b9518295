import { expect } from 'playwright/test';
import type { Face } from '../../browser/face';
import { eventually, fewestSteps, loaded, tinyRace } from '../../browser/race';
import { test } from '../../browser/test';
import { addressOf, withTraining } from '../../support/race';
import { serveBuild } from '../../support/static_host';

const race = addressOf(withTraining(tinyRace, { steps: 8 }), '?backend=wasm&threads=2');
const quick = { shortest: 4, longest: 8, tokens: 8, samples: 3, contenders: tinyRace.contenders.slice(1, 2) };

const trainer = (face: Face) =>
  face.evaluate(async () => ({ isolated: crossOriginIsolated, threads: (await window.unroll.ready).threads }));

test('after one visit the page works without its host, in a folder, and has the threads that the host’s headers do not give', async ({
  launched,
}) => {
  const host = await serveBuild('/a/b/', false);
  const { face, close } = await launched.open(host.origin, () => {});
  await face.goto(`/a/b${race}`);
  await loaded(face);
  expect(await trainer(face)).toEqual({ isolated: false, threads: 1 });
  await eventually(face, () => navigator.serviceWorker.controller?.state === 'activated');
  // Nothing reloads the page by itself.
  expect(await trainer(face)).toEqual({ isolated: false, threads: 1 });
  await host.close();

  await face.goto(`/a/b/?second${race.slice(2).replace('?', '&')}`);
  await loaded(face);
  expect(await trainer(face)).toEqual({ isolated: true, threads: 2 });
  await face.click('button', 'Train');
  await expect.poll(() => fewestSteps(face), { timeout: 60_000 }).toBe(8);
  await face.click('button', 'Sample');
  for (const { name } of tinyRace.contenders)
    await expect.poll(() => face.textOf('region', `Written by ${name}`), { timeout: 60_000 }).toMatch(/\S/);
  await face.click('button', 'Inspect');
  await eventually(face, () => document.body.innerText.includes('as of step 8'));
  await face.click('button', 'Experiments');
  const { rows } = await face.evaluate(async given => {
    const { rows } = await window.unroll.experiment('training_cost', given);
    return { rows };
  }, quick);
  expect(rows.map(({ status }) => status)).toContain('measured');
  await face.click('button', 'Runs');
  await eventually(face, () => !/Loading …|could not be loaded/.test(document.querySelector('main')?.innerText ?? ''));
  expect(face.troubles).toEqual([]);
  await close();
});
