import { expect } from 'playwright/test';
import { test } from './support/test';

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
