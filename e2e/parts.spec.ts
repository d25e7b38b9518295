import { expect, type Page } from 'playwright/test';
import { addressOf, loneRace, withTraining } from './support/race';
import { fewestSteps, loaded, test } from './support/test';

const address = addressOf(withTraining(loneRace, { steps: 40, validation_batches: 1 }));

test('stored settings that this build does not know are left aside, named, and kept until they are discarded', async ({
  page,
}) => {
  const strange = {
    task: { name: 'sudoku' },
    contenders: [{ name: 'A', d_model: 8, blocks: [{ mixer: 'nonesuch' }] }],
  };
  await page.addInitScript(config => {
    if (sessionStorage.getItem('seeded')) return;
    sessionStorage.setItem('seeded', '1');
    localStorage.setItem('unroll', JSON.stringify({ config, ownText: 'mine', preferences: { theme: 'sepia' } }));
    localStorage.setItem('unroll.kernels', 'not JSON');
    localStorage.setItem('unroll.experiments', '[]');
  }, strange);
  await page.goto('/#preset=moby-dick');
  const notice = page.getByRole('status').filter({ hasText: 'The race of your last visit could not be read.' });
  await expect(notice).toContainText('sudoku');
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText(/Moby-Dick race/);
  await expect(page.getByRole('status').filter({ hasText: 'sampling preferences' })).toContainText('theme');
  await expect(page.getByText('The kernels that Measure chose could not be read.')).toBeVisible();

  await page.reload();
  await expect(notice).toHaveCount(1);
  expect(await page.evaluate(() => localStorage.getItem('unroll.aside'))).toContain('nonesuch');
  await notice.getByRole('button', { name: 'Discard' }).click();
  await expect(notice).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem('unroll.aside'))).not.toContain('nonesuch');
  // A text that is too long for local storage is kept whole, too.
  await page.getByRole('radio', { name: 'My own text' }).click();
  const text = `${'Call me Ishmael. '.repeat(100_000)}🐋`;
  const buffer = Buffer.from(text);
  await page.getByLabel('Choose file').setInputFiles({ name: 'long.txt', mimeType: 'text/plain', buffer });
  await expect(page.getByText('1,700,001 characters')).toBeVisible();
  await expect.poll(() => storedCharacters(page)).toBe(text.length);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'sampling preferences' })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await expect(page.getByText('1,700,001 characters')).toBeVisible();
  await expect(page.getByText('is not kept for your next visit')).toHaveCount(0);
});

/** The visitor's own text that the browser keeps. */
function storedCharacters(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const opening = indexedDB.open('unroll');
        opening.onsuccess = () => {
          const asked = opening.result.transaction('own').objectStore('own').get('text');
          asked.onsuccess = () => {
            opening.result.close();
            resolve(String(asked.result ?? '').length);
          };
        };
      }),
  );
}

test('the largest race comes back from its link, and a link of a race on an own text says what it lacks', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const [contender] = loneRace.contenders;
  const contenders = Array.from({ length: 8 }, (_, i) => ({
    name: `Contender ${i}`,
    d_model: 8,
    blocks: Array.from({ length: 32 }, (_, k) => ({
      ...contender?.blocks[0],
      mixer: 'conv',
      dilation: 1 + ((i * 7 + k) % 64),
    })),
  }));
  const largest = { ...loneRace, task: { name: 'text', source: 'own', length: 32 }, contenders };
  await page.goto(addressOf(largest));
  await expect(page.getByText('Add the text under Task')).toBeVisible();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('The link holds the race, not your text.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#racez=');
  await page.goto('about:blank');
  await page.goto(link);
  expect(await page.evaluate(() => window.unroll.config())).toEqual(largest);
  await expect(page.getByText('This link could not be read.')).toHaveCount(0);
});

test('a browser that forbids storage opens the page, and the page says so', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('storage is forbidden', 'SecurityError');
      },
    });
    indexedDB.open = () => {
      throw new DOMException('storage is forbidden', 'SecurityError');
    };
  });
  await page.goto(address);
  await loaded(page);
  const unread = page.getByRole('status').filter({ hasText: 'What earlier visits stored could not be read.' });
  await expect(unread).toContainText('storage is forbidden');
  await unread.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('textbox', { name: 'Batch · sequences' }).fill('4');
  await expect(page.getByText('Your settings are not stored.')).toBeVisible();
  await page.getByRole('radio', { name: 'My own text' }).click();
  await page.locator('.own-text textarea').fill('Call me Ishmael. '.repeat(20));
  const notice = page.getByRole('status').filter({ hasText: 'Your own text is not kept for your next visit.' });
  await expect(notice).toContainText('storage is forbidden');
  await page.evaluate(async () => {
    await window.unroll.load(window.unroll.config());
    await window.unroll.train(3);
  });
  const notKept = page.getByRole('status').filter({ hasText: 'The race on this page is not kept.' });
  await expect(notKept).toContainText('The browser refused (storage is forbidden). Training goes on');
  await notKept.getByRole('button', { name: 'Dismiss' }).click();
  await page.evaluate(() => window.unroll.train(3));
  await expect(page.getByText('not kept', { exact: true })).toBeVisible();
  await expect(notKept).toHaveCount(0);
});

/** Changes the page's scripts: each text that a part draws throws while `window.broken` is true. */
async function breakParts(page: Page, texts: readonly string[]): Promise<void> {
  await page.addInitScript(() => Object.assign(window, { broken: true }));
  await page.route('**/assets/*.js', async route => {
    const response = await route.fetch();
    let body = await response.text();
    for (const text of texts)
      for (const quote of ['`', '"', "'"]) {
        const literal = quote + text + quote;
        body = body.replaceAll(literal, `(window.broken?(()=>{throw new Error("on purpose")})():${literal})`);
      }
    await route.fulfill({ response, body });
  });
}

test.describe('an error in a part of the page', () => {
  test.use({ forgiven: [/on purpose/] });

  test('stays in its part of the page; the rest works', async ({ page }) => {
    await breakParts(page, [
      'Preset: your own race',
      'task-panel',
      'contenders-panel',
      'More settings',
      'Progress of the race',
      'Contender',
      'What every contender continues',
      'Draw against',
      'Scale of the position',
    ]);
    await page.goto(address);
    await loaded(page);
    const parts = ['The top bar', 'Task', 'Contenders', 'Training', 'Race controls', 'Results', 'Samples'];
    for (const part of [...parts, 'Training charts', 'Cost charts'])
      await expect(page.getByRole('alert', { name: `${part} failed`, exact: true })).toContainText('on purpose');
    const steps = await page.evaluate(async () => (await window.unroll.train(2))[0]?.step);
    expect(steps).toBe(2);
  });

  test('goes away after Try again or a start with the defaults, and its details can be copied', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await breakParts(page, ['More settings', 'A first race', 'How it is measured']);
    await page.goto(address);
    for (const part of ['Help', 'Measure']) {
      await page.getByRole('button', { name: part, exact: true }).click();
      await expect(page.getByRole('dialog').getByRole('alert', { name: `${part} failed` })).toContainText('on purpose');
      await page.getByRole('button', { name: 'Close' }).click();
    }
    const alert = page.getByRole('alert', { name: 'Training failed' });
    await alert.getByRole('button', { name: 'Copy details' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('on purpose');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toBeVisible();
    await page.evaluate(() => Object.assign(window, { broken: false }));
    await alert.getByRole('button', { name: 'Start with defaults' }).click();
    await expect(alert).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'Learning rate' })).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveText('The first minute');
    await expect(page.getByText('Your race is put aside.')).toBeVisible();
  });

  test('that nothing caught is shown, too, but not one from a call of a visitor’s own script', async ({ page }) => {
    await page.goto(address);
    await loaded(page);
    await page.evaluate(() => {
      void window.unroll.experiment('on purpose');
      void Promise.reject(new Error('on purpose, later'));
    });
    const alert = page.getByRole('alert').filter({ hasText: 'Something on the page failed.' });
    await expect(alert).toContainText('on purpose, later');
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toHaveCount(0);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(() => fewestSteps(page)).toBe(1);
  });
});
