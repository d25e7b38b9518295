import { type Browser, type BrowserContextOptions, expect, type Page } from 'playwright/test';
import { pressBar } from '../support/by_hand';
import { layoutFaults } from '../support/layout_facts';
import { smallPicture } from '../support/small_picture';
import { fewestSteps, loaded, test } from '../support/test';

// New reference pictures: UNROLL_LONG=1 npx playwright test e2e/long/layouts.spec.ts --project=chromium --update-snapshots

test.describe.configure({ timeout: 240_000 });

/** What differs between machines, or from second to second; its place stays. */
const HIDDEN = `
  .adapter-name, .kept-line, .results dd, .result-table td, .tape-facts, .tape-place, .tape-done, .lane-reached,
  .lane-text, .runs-table td, .blocks-fill { visibility: hidden !important; }
`;

/** Steps after which the pictures are taken. */
const STEPS = 60;
/** The most pixels that may differ, as a share, and how much a pixel may. */
const LIMITS = { maxDiffPixelRatio: 0.004, threshold: 0.1 };

const phones = [
  [360, 740],
  [390, 844],
] as const;
const tablets = [
  [768, 1024],
  [1024, 768],
] as const;
const screens = [
  [1280, 720],
  [1440, 900],
  [1920, 1080],
] as const;

interface State {
  readonly name: string;
  readonly show: (page: Page) => Promise<void>;
}

const race: State = { name: 'race', show: page => openWorkspace(page, 'Race') };
const workspaces: readonly State[] = [
  {
    name: 'inspect',
    show: async page => {
      await openWorkspace(page, 'Inspect');
      await expect(page.getByRole('heading', { name: 'Prediction' })).toBeAttached();
    },
  },
  { name: 'experiments', show: page => openWorkspace(page, 'Experiments') },
  { name: 'runs', show: page => openWorkspace(page, 'Runs') },
];
const argument: State = {
  name: 'argument',
  show: async page => {
    await openWorkspace(page, 'Race');
    await page.getByRole('button', { name: 'The argument', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^The argument/ })).toBeVisible();
  },
};
const sheets: readonly State[] = ['Task', 'Contenders', 'Samples', 'Results'].map(name => ({
  name: name.toLowerCase(),
  show: async page => {
    await pressBar(page, name);
    await expect(page.getByRole('dialog')).toBeVisible();
  },
}));

for (const [what, sizes, states, options] of [
  ['phones', phones, [race, ...sheets, ...workspaces, argument], { hasTouch: true, isMobile: true }],
  ['tablets', tablets, [race, ...sheets, ...workspaces, argument], { hasTouch: true }],
  ['screens', screens, [race, ...workspaces, argument], {}],
] as const) {
  test(`on ${what} every main state looks as it did`, async ({ browser }) => {
    for (const [width, height] of sizes)
      await look(browser, { ...options, viewport: { width, height } }, states, `${width}x${height}`);
  });
}

test('the dark theme, forced colours, and 200 % zoom look as they did, and reduced motion like the rest', async ({
  browser,
}) => {
  const [phone, screen] = [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ];
  for (const viewport of [phone, screen]) {
    const size = `${viewport.width}x${viewport.height}`;
    const touch = viewport === phone ? { hasTouch: true, isMobile: true } : {};
    await look(browser, { ...touch, viewport, colorScheme: 'dark' }, [race], `${size}-dark`);
    await look(browser, { ...touch, viewport, forcedColors: 'active' }, [race], `${size}-forced`);
    await look(browser, { ...touch, viewport, reducedMotion: 'no-preference' }, [race], size);
  }
  for (const viewport of [
    { width: 640, height: 360 },
    { width: 720, height: 450 },
  ])
    await look(
      browser,
      { viewport, deviceScaleFactor: 2 },
      [race, ...workspaces],
      `${viewport.width}x${viewport.height}`,
    );
});

test('a panel that moves or is lost is seen, and what is too wide, overlaps, or is cut', async ({ browser }) => {
  const page = await open(browser, { viewport: { width: 1440, height: 900 } });
  for (const rule of ['.score-chart { transform: translateX(24px); }', '.contenders-panel { visibility: hidden; }']) {
    const style = await page.addStyleTag({ content: rule });
    expect(await smallPicture(page), rule).not.toMatchSnapshot('1440x900-race.png', LIMITS);
    await style.evaluate(element => element.parentNode?.removeChild(element));
  }
  for (const [rule, fault] of [
    ['.transport { width: 1500px; }', /too wide/],
    ['#train { margin-right: -60px; }', /overlap: .*Train/],
    ['.results h2 { width: 20px; overflow: hidden; }', /cut: .*Results/],
  ] as const) {
    const style = await page.addStyleTag({ content: rule });
    expect((await layoutFaults(page)).join(), rule).toMatch(fault);
    await style.evaluate(element => element.parentNode?.removeChild(element));
  }
  await page.context().close();
});

/** Opens the page with the first race at a fixed step. */
async function open(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({
    baseURL: test.info().project.use.baseURL ?? '',
    bypassCSP: true,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  await page.goto('/?backend=wasm&threads=1');
  await loaded(page);
  await page.evaluate(steps => window.unroll.train(steps), STEPS);
  expect(await fewestSteps(page)).toBe(STEPS);
  await page.addStyleTag({ content: HIDDEN });
  return page;
}

/** Compares each state with its picture, and looks for faults that need none. */
async function look(
  browser: Browser,
  options: BrowserContextOptions,
  states: readonly State[],
  prefix: string,
): Promise<void> {
  const page = await open(browser, options);
  for (const { name, show } of states) {
    await show(page);
    await page.mouse.move(0, 0);
    const picture = await settled(page);
    expect.soft(await layoutFaults(page), `${prefix} ${name}`).toEqual([]);
    expect.soft(picture, `${prefix} ${name}`).toMatchSnapshot(`${prefix}-${name}.png`, LIMITS);
    await page.keyboard.press('Escape');
  }
  await page.context().close();
}

async function openWorkspace(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button', { name, exact: true }).click();
  await expect(page.getByText('Loading …')).toHaveCount(0);
}

/** The picture, once two in a row are the same. */
async function settled(page: Page): Promise<Buffer> {
  let before = await smallPicture(page);
  for (let looks = 0; looks < 40; looks++) {
    await page.waitForTimeout(100);
    const now = await smallPicture(page);
    if (now.equals(before)) return now;
    before = now;
  }
  return before;
}
