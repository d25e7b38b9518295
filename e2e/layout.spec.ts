import { expect, type Page } from 'playwright/test';
import { addressOf, loneRace } from './support/race';
import { loaded, test } from './support/test';

const widths = [1440, 1280, 1190, 1100, 1024, 1000, 900, 768, 600, 390, 360];
const wide = {
  ...loneRace,
  contenders: loneRace.contenders.map(contender => ({ ...contender, name: 'W'.repeat(40) })),
};

/** Charts follow a new width a frame later. */
async function expectNoOverflow(page: Page, width: number): Promise<void> {
  await expect.poll(() => overflow(page), { message: `page at ${width} px`, timeout: 5000 }).toBeLessThanOrEqual(0);
}

test('at every width the top bar has room, nothing widens the page, and the tour covers neither task nor contenders', async ({
  page,
}) => {
  await page.goto(addressOf(wide));
  await loaded(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    expect(await overlaps(page), `top bar at ${width} px`).toEqual([]);
    await expectNoOverflow(page, width);
  }
  for (const width of [1440, 1280, 1190]) {
    await page.setViewportSize({ width, height: 730 });
    await expect
      .poll(async () => [...(await wideColumns(page)), ...(await highCharts(page))], {
        message: `panels at ${width} px`,
        timeout: 5000,
      })
      .toEqual([]);
  }

  await page.getByRole('button', { name: 'The argument', exact: true }).click();
  await expect(page.locator('.tour')).toBeVisible();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoOverflow(page, width);
    await expect.poll(() => wideColumns(page), { message: `results beside the tour at ${width} px` }).toEqual([]);
    // On a narrow screen they lie in sheets, which buttons at the lower edge open.
    const controls =
      width < 800
        ? ['Task', 'Contenders'].map(name => page.getByRole('button', { name, exact: true }))
        : [
            page.getByRole('combobox', { name: 'Task', exact: true }),
            page.getByRole('textbox', { name: /name/i }).first(),
          ];
    for (const control of controls) {
      await control.evaluate(element => element.scrollIntoView({ block: 'center' }));
      const free = await control.evaluate(element => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const there = document.elementFromPoint(left + width / 2, top + height / 2);
        return there !== null && (element.contains(there) || there.contains(element)) && !there.closest('.tour');
      });
      expect(free, `${await control.getAttribute('aria-label')} at ${width} px`).toBe(true);
    }
  }
});

test('under many notices charts keep their height, menus end on the screen, and notices have room for their words', async ({
  page,
}) => {
  const entries = Array.from({ length: 12 }, (_, i) => ({ what: `Result ${i}.`, why: 'Damaged.', text: String(i) }));
  await page.addInitScript(text => localStorage.setItem('unroll.aside', text), JSON.stringify(entries));
  await page.goto(addressOf(loneRace));
  await expect(page.getByText('Result 11.')).toBeVisible();
  for (const chart of ['.loss-chart', '.score-chart'])
    expect((await page.locator(chart).boundingBox())?.height, chart).toBeGreaterThan(120);
  for (const name of ['Add contender', 'Add a block to LSTM']) {
    await page.getByRole('button', { name }).press('Enter');
    await page.getByRole('menuitem').last().focus();
    await expect(page.getByRole('menuitem').last()).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
  }
  // Escape closes the dialog, also with an open list or tooltip in it.
  await page.getByRole('button', { name: 'LSTM', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Block 1, LSTM' });
  for (const key of ['ArrowDown', 'End', 'Escape']) await page.keyboard.press(key);
  await expect(page.getByRole('listbox')).toHaveCount(0);
  // The focus comes back after the list has closed.
  await expect(dialog.getByRole('combobox').first()).toBeFocused();
  for (const key of ['Tab', 'ArrowUp', 'Tab']) await page.keyboard.press(key);
  await expect(
    page.getByRole('tooltip', { name: 'Reset Hidden units to its default', includeHidden: true }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await page.setViewportSize({ width: 390, height: 844 });
  const words = page.getByRole('status').filter({ hasText: 'Result 11.' }).getByRole('paragraph');
  await expect.poll(async () => (await words.boundingBox())?.width).toBeGreaterThan(240);
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('on a narrow screen the race controls come first, then the charts, and Train stays in view; a tap on a chart shows values', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(addressOf(loneRace));
    await loaded(page);
    const [controls, chart] = await Promise.all(
      [page.getByRole('region', { name: 'Race controls' }), page.locator('.loss-chart')].map(part =>
        part.boundingBox(),
      ),
    );
    expect(controls?.y).toBeLessThan(chart?.y ?? 0);
    await page.mouse.wheel(0, 2000);
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeInViewport({ ratio: 1 });

    await page.getByRole('button', { name: 'Results', exact: true }).tap();
    const cost = page.getByRole('slider', { name: 'State carried against position' });
    const readout = page.locator('.plot-readout');
    await cost.tap();
    await expect(readout).toContainText('LSTM');
    await page.getByRole('heading', { name: 'Results and cost' }).tap();
    await expect(readout).toHaveCount(0);
    // A finger that moves down scrolls what is scrolled. The chart shows no values then, and the sheet stays.
    await cost.scrollIntoViewIfNeeded();
    const scrolled = () => page.locator('.sheet-body').evaluate(({ scrollTop }) => scrollTop);
    const before = await scrolled();
    const { x, y, width, height } = (await cost.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove', by: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x: x + width / 2, y: y + height / 2 + by }] });
    await touch('touchStart', 0);
    for (let by = 20; by <= 240; by += 20) await touch('touchMove', by);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(scrolled).toBeLessThan(before - 100);
    await expect(readout).toHaveCount(0);
    await expect(page.getByRole('dialog')).toHaveCount(1);
  });
});

/** Pairs of controls of the top bar that overlap. */
function overlaps(page: Page): Promise<string[]> {
  return page.locator('.top-bar').evaluate(bar => {
    const parts = [...bar.querySelectorAll('button:not(.skip), [role="note"], h1')].map(element => ({
      name: element.textContent || element.getAttribute('aria-label') || '',
      box: element.getBoundingClientRect(),
    }));
    return parts.flatMap((one, i) =>
      parts
        .slice(i + 1)
        .filter(
          ({ box }) =>
            Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left) > 0.5 &&
            Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top) > 0.5,
        )
        .map(other => `${one.name} / ${other.name}`),
    );
  });
}

/** Columns of the results whose words are wider than they are. */
function wideColumns(page: Page): Promise<string[]> {
  return page
    .locator('.result-table .figure')
    .evaluateAll(columns =>
      columns
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent ?? ''),
    );
}

/** Parts of charts that are larger than their places. */
function highCharts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const high = [...document.querySelectorAll('.chart')].filter(chart => {
      const bottom = (part: string) => chart.querySelector(part)?.getBoundingClientRect().bottom ?? 0;
      const top = (part: string) => chart.querySelector(part)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
      return bottom('.panel-controls') > top('.legend') + 1 || chart.scrollHeight > chart.clientHeight + 1;
    });
    return high.map(element => element.textContent?.slice(0, 60) ?? '');
  });
}

/** Pixels that the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
