import { expect, type Page } from 'playwright/test';
import { addressOf, quickRace, withTraining } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

const race = withTraining(quickRace, { steps: 30, validate_every: 10, validation_batches: 1 });

async function train(page: Page, steps: number): Promise<unknown> {
  await page.evaluate(count => window.unroll.train(count), steps);
  return page.evaluate(() => window.unroll.runs().map(({ curve: { seconds: _, ...curve } }) => curve));
}

test('a software adapter leaves the work to WebAssembly, with the same curves for any number of threads', async ({
  page,
}) => {
  await page.goto(addressOf(race));
  await loaded(page);
  const here = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(await page.evaluate(() => window.unroll.ready)).toMatchObject({
    adapter: expect.stringMatching(/^CPU, \d threads? \(WebAssembly, relaxed SIMD\)$/),
    software: true,
    backend: 'wasm',
    threads: Math.min(8, here),
  });
  await expect(page.locator('.adapter').getByText('slow')).toHaveCount(0);
  const curves = await train(page, 20);
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  await loaded(page);
  expect(await page.evaluate(() => window.unroll.ready)).toMatchObject({ backend: 'wasm', threads: 1 });
  await page.getByRole('button', { name: /^Adapter: CPU/ }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: /^GPU: SwiftShader/ })).toBeVisible();
  await expect(page.getByRole('menu').getByText('has no WebGPU')).toHaveCount(0);
  await page.keyboard.press('Escape');
  expect(await train(page, 20)).toEqual(curves);
});

test('the menu moves the race to the GPU, where it goes on; the choice outlasts a reload', async ({ page }) => {
  await page.goto(addressOf({ ...race, contenders: race.contenders.slice(2) }));
  await loaded(page);
  await train(page, 5);
  await page.getByRole('button', { name: /^Adapter: CPU/ }).click();
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitemcheckbox', { checked: true })).toContainText('CPU');
  await menu.getByRole('menuitemcheckbox', { name: /^GPU: SwiftShader/ }).click();
  await expect(page.getByRole('button', { name: 'Adapter: SwiftShader (software)' })).toBeVisible();
  await loaded(page);
  expect(await fewestSteps(page)).toBe(5);
  await train(page, 2);
  expect(await fewestSteps(page)).toBe(7);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Adapter: SwiftShader (software)' })).toBeVisible();
  expect(await page.evaluate(() => window.unroll.trainOn({ backend: 'wasm', threads: 1 }))).toMatchObject({
    threads: 1,
  });
  await expect(page.evaluate(() => window.unroll.trainOn({ backend: 'gpu' }))).rejects.toThrow(/trainOn: backend: /);
});

test('an address that asks for an unknown backend opens the page all the same, and says so', async ({ page }) => {
  await page.goto('/?backend=fast');
  await expect(page.getByText('This address asks for a backend that there is not.')).toBeVisible();
  expect((await page.evaluate(() => window.unroll.ready)).backend).toBe('wasm');
});
