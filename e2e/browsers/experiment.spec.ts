import { expect } from 'playwright/test';
import { loaded, tinyRace } from '../browser/race';
import { test } from '../browser/test';
import { addressOf } from '../support/race';

const params = { shortest: 4, longest: 16, tokens: 16, samples: 3, contenders: tinyRace.contenders.slice(1, 3) };

test('an experiment runs to its end', async ({ face }) => {
  await face.goto(addressOf(tinyRace));
  await loaded(face);
  expect((await face.evaluate(() => window.unroll.ready)).backend).toBe('wasm');
  const { rows, summary } = await face.evaluate(async given => {
    const { rows, summary } = await window.unroll.experiment('training_cost', given);
    return { rows, summary };
  }, params);
  expect(rows.map(({ status }) => status)).toEqual(Array.from({ length: rows.length }, () => 'measured'));
  expect(rows.length).toBe(6);
  expect(summary.length).toBeGreaterThan(0);
});
