import { expect, type Locator, type Page } from 'playwright/test';
import { violations, violationsIn } from '../support/axe';
import { pressBar } from '../support/by_hand';
import { layoutFaults } from '../support/layout_facts';
import { smallTargets } from '../support/targets';
import { fewestSteps, loaded, test } from '../support/test';

const PHONE = { width: 390, height: 844 };
const NARROW = { width: 360, height: 740 };

const softly = expect.configure({ soft: true });

test.use({ hasTouch: true, viewport: PHONE });
test.setTimeout(600_000);

/** A state of the page, and what is touched to come to it from the sheet or workspace before. */
interface State {
  readonly name: string;
  readonly show: (page: Page) => Promise<void>;
}

const tap = (name: string, of: (page: Page, name: string) => Locator = button): State => ({
  name,
  show: page => of(page, name).tap(),
});

/** Each list begins on the page of a workspace, without a dialog. */
const walks: readonly (readonly State[])[] = [
  [{ name: 'the race', show: async () => {} }],
  [sheet('Task'), tap('More settings', summary)],
  [sheet('Task'), tap('Task', list)],
  [sheet('Contenders'), tap('Own settings', summary), tap('As text', summary)],
  [sheet('Contenders'), tap('Mamba 16')],
  [sheet('Contenders'), tap('Add contender')],
  [
    sheet('Contenders'),
    {
      name: 'the blocks',
      show: page =>
        page
          .getByRole('button', { name: /^Picture of the blocks/ })
          .first()
          .tap(),
    },
  ],
  [sheet('Samples'), { name: 'sampled', show: sampled }],
  [sheet('Samples'), tap('example 1, greedy')],
  [sheet('Results'), tap('How this was measured')],
  [tap('Options of Loss')],
  [tap('Loss in full screen')],
  [tap('Save Loss')],
  [tap('Export')],
  [tap('Preset', list)],
  [{ name: 'the adapter', show: page => page.getByRole('button', { name: /^Adapter/ }).tap() }],
  [tap('Train further')],
  [tap('Help')],
  [tap('Measure')],
  [workspace('Inspect'), tap('Show the parameters')],
  [workspace('Experiments'), tap('Experiment', list)],
  [
    workspace('Runs'),
    { name: 'the actions of a run', show: page => page.getByRole('button', { name: /^Actions for/ }).tap() },
  ],
  [workspace('Race'), tap('The argument')],
];

for (const [part, share] of [
  ['first', walks.slice(0, 11)],
  ['second', walks.slice(11)],
] as const) {
  test(`on a phone axe finds nothing, every target is 44 px, and nothing is cut or wider than the page: the ${part} states`, async ({
    page,
  }) => {
    await page.goto('/?backend=wasm&threads=2');
    await loaded(page);
    await page.evaluate(() => window.unroll.train(40));
    expect(await fewestSteps(page)).toBe(40);
    for (const walk of share) {
      const names: string[] = [];
      for (const { name, show } of walk) {
        await show(page);
        await expect(page.getByText('Loading …')).toHaveCount(0);
        names.push(name);
        const where = names.join(', ');
        const menu = page.locator('[role="menu"], [role="listbox"]');
        const found =
          (await menu.count()) > 0 ? violationsIn(menu.last()) : violations(page, [[PHONE.width, PHONE.height]]);
        expect.soft(await found, where).toEqual([]);
        // It scrolls every target into view, so it comes last.
        expect.soft(await smallTargets(page), where).toEqual([]);
        await page.setViewportSize(NARROW);
        // Charts follow a frame later.
        await softly.poll(() => layoutFaults(page), { message: where, timeout: 3000 }).toEqual([]);
        await page.setViewportSize(PHONE);
      }
      for (
        let left = 0;
        left < 4 && (await page.locator('[role="dialog"], [role="menu"], [role="listbox"]').count()) > 0;
        left++
      )
        await page.keyboard.press('Escape');
    }
  });
}

test('on a large touch screen, which has the layout of a desktop, every target is 44 px', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 1024 });
  await page.goto('/?backend=wasm&threads=2');
  await loaded(page);
  await page.evaluate(() => window.unroll.train(1));
  await expect(page.locator('.hand-bar')).toHaveCount(0);
  const large: readonly State[] = [
    tap('Own settings', summary),
    tap('Mamba 16'),
    workspace('Inspect'),
    workspace('Experiments'),
    workspace('Runs'),
    tap('The argument'),
  ];
  for (const { name, show } of large) {
    await show(page);
    await expect(page.getByText('Loading …')).toHaveCount(0);
    expect.soft(await smallTargets(page), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true }).first();
}

function summary(page: Page, name: string): Locator {
  return page.locator('summary').filter({ hasText: name }).first();
}

function list(page: Page, name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

function sheet(name: string): State {
  return { name, show: page => pressBar(page, name) };
}

function workspace(name: string): State {
  return {
    name,
    show: page => page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name, exact: true }).tap(),
  };
}

async function sampled(page: Page): Promise<void> {
  await button(page, 'Sample').tap();
  await expect(page.locator('.lane-list .score, .lane-list').first()).toContainText('right', { timeout: 60_000 });
}
