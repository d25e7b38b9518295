import { expect } from 'playwright/test';
import { sharpness } from './support/chart';
import { loaded, test } from './support/test';

test('projector mode has large type, turns the steps of the argument by keys, and ends with Escape', async ({
  page,
}) => {
  await page.goto('/?projector#preset=two-windows');
  const bar = page.getByRole('navigation', { name: 'Projector' });
  await expect(bar).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add contender' })).toBeHidden();
  const height = () => page.getByRole('button', { name: 'Train', exact: true }).boundingBox();
  const large = await height();
  for (const width of [820, 1024, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const left = async () => (await page.getByRole('region', { name: 'Race controls' }).boundingBox())?.x;
    expect(await left(), `no empty column at ${width}`).toBeLessThan(20);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const argument = page.getByRole('region', { name: /^The argument/ });
  await page.keyboard.press('PageDown');
  await expect(argument).toContainText('1 of');
  await page.keyboard.press('PageDown');
  await expect(argument).toContainText('2 of');
  await page.keyboard.press('PageUp');
  await expect(argument).toContainText('1 of');
  await page.getByRole('button', { name: 'Close the argument' }).click();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  expect(new URL(page.url()).search).toBe('');
  expect(large?.height).toBeCloseTo(((await height())?.height ?? 0) * 1.5, 0);
  await page.getByRole('button', { name: 'Projector mode' }).click();
  await expect(bar).toBeVisible();
});

test('charts have a pixel for each of the screen, in projector mode, out of it, and after a change of the browser’s zoom', async ({
  page,
}) => {
  await page.goto('/?backend=wasm&threads=1&projector#preset=two-windows');
  await loaded(page);
  const chart = page.getByRole('region', { name: /^State carried/ });
  await expect.poll(() => sharpness(chart)).toEqual({ zoom: 1.5, across: 1.5, down: 1.5 });
  await page.getByRole('button', { name: 'State carried in full screen' }).click();
  const full = page.getByRole('dialog', { name: 'State carried' });
  await expect.poll(() => sharpness(full)).toEqual({ zoom: 1.5, across: 1.5, down: 1.5 });
  await page.keyboard.press('Escape');
  await expect(full).toHaveCount(0);
  // The button has the focus again, and with it its hint. One Escape closes the hint and leaves.
  await expect(page.locator('.tooltip')).toHaveText('State carried in full screen');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Projector' })).toHaveCount(0);
  await expect.poll(() => sharpness(chart)).toEqual({ zoom: 1, across: 1, down: 1 });
  await page.getByRole('button', { name: 'Projector mode' }).click();
  const devTools = await page.context().newCDPSession(page);
  const screen = { width: 720, height: 450, mobile: false };
  await devTools.send('Emulation.setDeviceMetricsOverride', { ...screen, deviceScaleFactor: 2 });
  await expect.poll(() => sharpness(chart)).toEqual({ zoom: 1.5, across: 3, down: 3 });
});
