import { expect } from 'playwright/test';
import { expectFair, racedLanes, setRace } from '../support/sample_race';
import { loaded, test } from '../support/test';

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
