import { expect } from 'playwright/test';
import { kept } from '../../support/kept';
import { addressOf, loneRace, quickRace, withTraining } from '../../support/race';
import { loaded } from '../../support/test';
import { doTasks } from '../../support/user_tasks';

const cpu = '?backend=wasm&threads=1';
const race = withTraining(quickRace, { steps: 12, validate_every: 4 });

doTasks('Teacher', {
  'Go through the argument on a projector': async hand => {
    const { page } = hand;
    await page.goto('/?backend=wasm&threads=1');
    await loaded(page);
    await hand.press(page.getByRole('button', { name: 'Projector mode' }));
    await expect(page.getByRole('navigation', { name: 'Projector' })).toBeVisible();
    const argument = page.getByRole('region', { name: /^The argument/ });
    for (const step of [1, 2]) {
      await hand.shortcut('PageDown');
      await expect(argument).toContainText(`${step} of`);
    }
    await hand.shortcut('Escape');
  },

  'Hand out a race as a link': async hand => {
    const { page } = hand;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/?backend=wasm&threads=1');
    await loaded(page);
    await hand.type(
      page.getByRole('region', { name: 'Training' }).getByRole('textbox', { name: 'Steps', exact: true }),
      '321',
    );
    await hand.press(page.getByRole('button', { name: 'Copy link' }));
    await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('#');
    const config = await page.evaluate(() => window.unroll.config());
    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    await page.goto(link);
    await loaded(page);
    expect(await page.evaluate(() => window.unroll.config())).toEqual(config);
    expect(config.training.steps).toBe(321);
  },

  'Show a race again without training it': async hand => {
    const { page } = hand;
    await page.goto(addressOf(race, cpu));
    await loaded(page);
    await page.evaluate(() => window.unroll.train(10));
    await kept(page);
    await hand.press(page.getByRole('button', { name: 'Runs', exact: true }));
    await hand.press(page.getByRole('button', { name: /^Actions for/ }));
    await hand.press(page.getByRole('menuitem', { name: /^Play back/ }));
    const head = page.getByRole('region', { name: /played back nothing trains/ });
    await hand.press(head.getByRole('radio', { name: '20 ×' }), 'Space');
    await expect(head).toContainText('step 10');
    await hand.press(head.getByRole('button', { name: 'Play again' }));
    await expect(head).toContainText('step 10');
  },

  'Show one chart in full screen, with one line alone': async hand => {
    const { page } = hand;
    await page.goto(addressOf(race, cpu));
    await loaded(page);
    await page.evaluate(() => window.unroll.train());
    await hand.press(page.getByRole('button', { name: 'Loss in full screen' }));
    const full = page.getByRole('dialog', { name: 'Loss' });
    const plot = full.locator('.live-plot-canvas');
    await expect(plot).toHaveAttribute('data-lines', '6');
    await hand.press(full.getByRole('button', { name: 'Line of GRU' }), 'Alt+Enter');
    await expect(plot).toHaveAttribute('data-lines', '2');
    await hand.press(full.getByRole('button', { name: 'Show all lines' }));
    await expect(plot).toHaveAttribute('data-lines', '6');
  },

  'Show a result that took hours': async hand => {
    const { page } = hand;
    await page.goto(addressOf(loneRace, cpu));
    await loaded(page);
    await hand.press(page.getByRole('button', { name: 'Experiments', exact: true }));
    await hand.press(page.getByRole('button', { name: /^Selective copying/ }));
    await hand.press(page.getByRole('button', { name: 'Show the stored result' }));
    await expect(page.getByRole('region', { name: 'A stored result' })).toContainText(/Measured on .*It took/);
    await expect(page.getByRole('region', { name: 'A stored result' })).toBeInViewport();
  },
});
