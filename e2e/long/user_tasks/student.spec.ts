import { expect } from 'playwright/test';
import { addressOf, quickRace, smallRace, withTraining } from '../../support/race';
import { fewestSteps, loaded } from '../../support/test';
import { doTasks } from '../../support/user_tasks';

const cpu = '?backend=wasm&threads=2';
const train = { name: 'Train', exact: true };
const text = 'The whale swam past the ship, and the ship sailed past the whale. '.repeat(40);

doTasks('Student', {
  'See one model remember what another cannot': async hand => {
    const { page } = hand;
    await page.goto(`/${cpu}`);
    await loaded(page);
    await hand.press(page.getByRole('button', train));
    const answers = page.getByRole('region', { name: 'Answers' });
    const right = async (name: string) => {
      const row = await answers.getByRole('row').filter({ hasText: name }).innerText();
      const [, some, all] = /(\d+) of (\d+) right/.exec(row) ?? [];
      return Number(some) / Number(all);
    };
    await expect(answers.getByRole('row').filter({ hasText: 'Mamba' })).toBeVisible({ timeout: 60_000 });
    await expect
      .poll(async () => [(await right('Mamba')) >= 0.95, (await right('Conv')) <= 0.5], { timeout: 90_000 })
      .toEqual([true, true]);
  },

  'Read what a term means': async hand => {
    const { page } = hand;
    await page.goto(`/${cpu}`);
    await loaded(page);
    await hand.reach(page.getByRole('region', { name: 'Task' }).getByRole('term').first());
    await expect(page.getByRole('tooltip', { includeHidden: true })).toHaveText(
      'The token itself decides what is written into the state and what is let go.',
    );
  },

  'See what a token costs': async hand => {
    const { page } = hand;
    await page.goto(`/${cpu}`);
    await loaded(page);
    const card = page.getByRole('region', { name: 'The first minute' });
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(20);
    await hand.press(card.getByRole('button', { name: 'Now on text' }));
    await expect(card).toContainText(/Characters a second here: Mamba [\d,.k]+, /, { timeout: 60_000 });
    await hand.press(card.getByRole('button', { name: 'Now how much a token costs' }));
    await expect(card).toContainText(/A character costs|no cost doubles/, { timeout: 120_000 });
  },

  'Train on a text of my own': async hand => {
    const { page } = hand;
    await page.goto(addressOf(withTraining(quickRace, { steps: 30 }), '?backend=wasm&threads=1'));
    await loaded(page);
    const task = page.getByRole('region', { name: 'Task' });
    await hand.press(task.getByRole('radio', { name: 'My own text' }), 'Space');
    await hand.type(task.getByRole('textbox', { name: /text/i }), text);
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(30);
    await hand.press(page.getByRole('button', { name: 'Sample', exact: true }));
    await expect(page.getByRole('region', { name: 'Written by LSTM' })).toContainText(/\S/, { timeout: 60_000 });
    expect(await page.evaluate(() => window.unroll.config().task)).toMatchObject({ source: 'own' });
  },

  'Look inside a model': async hand => {
    const { page } = hand;
    const race = { ...smallRace, contenders: smallRace.contenders.slice(0, 1) };
    await page.goto(addressOf(withTraining(race, { steps: 20 }), '?backend=wasm&threads=2'));
    await loaded(page);
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(20);
    await hand.press(page.getByRole('button', { name: 'Inspect', exact: true }));
    await expect(page.getByText('as of step 20')).toBeVisible({ timeout: 60_000 });
    await expect(page.locator('.board')).toContainText('Δ');
  },
});
