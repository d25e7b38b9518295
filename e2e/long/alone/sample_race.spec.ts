import { expect } from 'playwright/test';
import { violations } from '../../support/axe';
import { addressOf } from '../../support/race';
import { expectFair, laneRace, racedLanes, setRace } from '../../support/sample_race';
import { loaded, test } from '../../support/test';

test('after 30 s of a race to 16,384 tokens, each contender of Moby-Dick has the tokens that its time is enough for', async ({
  page,
}) => {
  await page.goto('/?backend=wasm#preset=moby-dick');
  await loaded(page);
  await setRace(page, '16,384', 60);
  await page.getByRole('button', { name: 'Sample', exact: true }).click();
  await page.waitForTimeout(30_000);
  const stop = page.getByRole('button', { name: 'Stop' });
  if (await stop.isVisible()) await stop.click();
  const lanes = await racedLanes(page, 10_000);
  expect(lanes.map(({ name }) => name)).toEqual(['Mamba', 'LSTM', 'Conv', 'Attention']);
  await expectFair(page, lanes);
  const attention = lanes.find(({ name }) => name === 'Attention');
  for (const { name, tokens, time } of lanes)
    if (name !== 'Attention')
      expect(tokens / time).toBeGreaterThan(Number(attention?.tokens) / Number(attention?.time));
});

test('in a race of samples every lane has the same time, naive ones beside the others, and the page says who came first', async ({
  page,
}) => {
  await page.goto(addressOf(laneRace, '?backend=wasm&threads=1'));
  await loaded(page);
  await setRace(page, '16,384', 2);
  await page.getByRole('switch', { name: 'Naive beside it' }).click();
  const started = Date.now();
  await page.getByRole('button', { name: 'Sample', exact: true }).click();
  const lanes = await racedLanes(page, 60_000);
  expect(lanes.map(({ name }) => name)).toEqual(['LSTM', 'LSTM, naive', 'Attention', 'Attention, naive']);
  expect(lanes.reduce((sum, { time }) => sum + time, 0)).toBeLessThan(Date.now() - started);
  await expectFair(page, lanes);
  const [lstm, naive] = lanes;
  expect(lstm?.tokens).toBeGreaterThan(2 * Number(naive?.tokens));
  await expect(page.getByRole('status', { name: 'Order of finish' })).toContainText(
    lstm?.tokens === lstm?.finish ? 'LSTM finished first' : 'LSTM came furthest',
  );
  for (const text of await page.getByRole('region', { name: /^Written / }).allTextContents())
    expect(text.length).toBeLessThan(4100);
  expect(await violations(page)).toEqual([]);
});
