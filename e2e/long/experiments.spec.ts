import { readFile } from 'node:fs/promises';
import { expect, type Page } from 'playwright/test';
import { violations } from '../support/axe';
import { drawnLines } from '../support/chart';
import { addressOf, loneRace, withTraining } from '../support/race';
import { fewestSteps, loaded, test } from '../support/test';

const lstm = { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] };
const attention = { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] };
const brief = { shortest: 4, longest: 16, tokens: 16, samples: 3, contenders: [lstm, attention] };
const endless = {
  shortest: 4,
  longest: 2 ** 16,
  tokens: 2 ** 12,
  samples: 101,
  seconds: 3600,
  contenders: [lstm, attention],
};

test('axe finds nothing with results on the page, and a narrow page shows everything', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.evaluate(params => window.unroll.experiment('training_cost', params), brief);
  await page.evaluate(params => window.unroll.experiment('length_generalisation', params), {
    steps: 4,
    batch: 2,
    train_length: 8,
    lengths: [8, 16, 32],
    tokens: 64,
    fewest: 2,
    contenders: [lstm, attention],
  });
  const heat = page.getByRole('table', { name: /^Accuracy in %: a row for each contender/ });
  await expect(heat.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('table', { name: /^accuracy in %: a row for each model/ }).getByRole('row')).toHaveCount(
    7,
  );
  expect(await violations(page)).toEqual([]);

  // On a narrow page the list is a menu, and only parts that scroll are wider than the page.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);
  await page.getByRole('combobox', { name: 'Experiment' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Training cost' }).press('Enter');
  await drawnLines(page.getByRole('article', { name: 'Training cost' }), [2, 2]);
  expect(await violations(page)).toEqual([]);
});

test('the result at strength of an experiment is shown without a run', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Experiments', exact: true }).click();
  await page.getByRole('button', { name: /^Vanishing gradients/ }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show the stored result' }).press('Enter');
  await expect(page.getByRole('region', { name: 'A stored result' })).toContainText(/Measured on .*It took/);
  await expect(page.getByRole('button', { name: 'Show the stored result' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Run/ }).last()).toBeEnabled();
  expect(await violations(page)).toEqual([]);

  const chart = page.getByRole('region', { name: /^Gradient norm · steps trained: 0/ });
  const plot = chart.getByRole('slider');
  await drawnLines(chart, [5]);
  await chart.getByRole('button', { name: 'Line of LSTM' }).press('Alt+Enter');
  await drawnLines(chart, [1]);
  await plot.press('Home');
  await expect(plot).toHaveAttribute(
    'aria-valuetext',
    /^Distance 0 tokens: gradient norm in nats per unit of embedding\. LSTM: \S+\.$/,
  );
  await plot.press('+');
  await expect(chart.getByRole('button', { name: /^Show all, not only distance 0 to \d+ tokens$/ })).toBeVisible();
  await plot.press('0');
  const box = await plot.boundingBox();
  if (!box) throw new Error('the chart is not shown');
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.9 * box.width, box.y + 40, { steps: 4 });
  await page.mouse.up();
  const other = page.getByRole('region', { name: /^Gradient norm · steps trained: 1/ });
  await other.getByRole('button', { name: /^Show all, not only distance \d+ to 1\d\d tokens$/ }).press('Enter');
  await expect(chart.getByRole('button', { name: /^Show all, not only/ })).toHaveCount(0);

  await chart.getByRole('button', { name: /^Options of/ }).press('Enter');
  await page.getByRole('switch', { name: 'Logarithmic x' }).press('Space');
  await expect(chart).toContainText('Not drawn: LSTM at 0');
  await page.getByRole('switch', { name: 'Logarithmic y' }).press('Space');
  await page.getByLabel('Ends of y, from').fill('0');
  await page.getByLabel('Ends of y, to').fill('10');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await chart.getByRole('button', { name: /in full screen$/ }).press('Enter');
  const full = page.getByRole('dialog', { name: /^Gradient norm/ });
  await drawnLines(full, [1]);
  await full.getByRole('button', { name: 'Show all lines' }).press('Enter');
  await drawnLines(full, [5]);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(full).toHaveCount(0);
});

test('an experiment that was cancelled goes on after a reload from what it had finished, by keyboard', async ({
  page,
}) => {
  await page.goto(addressOf(loneRace, '?backend=wasm&threads=1'));
  await loaded(page);
  const params = { ...endless, longest: 512, tokens: 512, samples: 9 };
  const cancelled = result(page, params);
  const article = page.getByRole('article', { name: 'Training cost' });
  const rows = article.getByRole('region', { name: 'Training cost: all rows' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible({ timeout: 60_000 });
  await article.getByRole('button', { name: 'Cancel' }).press('Enter');
  const before = await cancelled;
  await page.reload();
  await loaded(page);
  await page.getByRole('button', { name: 'Experiments', exact: true }).press('Enter');
  await page.getByRole('button', { name: /^Training cost/ }).press('Enter');
  await expect(rows).toHaveCount(before.rows.length + 1);
  expect(await violations(page)).toEqual([]);
  await article.getByRole('button', { name: 'Go on' }).press('Enter');
  await expect(article.getByText(/^finished after /)).toBeVisible({ timeout: 120_000 });
  await expect(article.getByRole('button', { name: 'Go on' })).toHaveCount(0);
  const all = await page.evaluate(() =>
    window.unroll
      .experiment('training_cost', { shortest: 4, longest: 8, tokens: 16, samples: 3 })
      .then(({ rows }) => rows),
  );
  expect(all.length).toBeGreaterThan(0);
  await expect(page.evaluate(() => window.unroll.continueExperiment('training_cost'))).rejects.toThrow(/ended early/);
});

test('an experiment pauses the race and keeps its rows when cancelled; training ends the next one', async ({
  page,
}) => {
  await page.goto(addressOf(withTraining(loneRace, { steps: 100_000 })));
  await loaded(page);
  await page.evaluate(() => void window.unroll.train());
  await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(0);

  const cancelled = result(page, endless);
  const article = page.getByRole('article', { name: 'Training cost' });
  const rows = article.getByRole('region', { name: 'Training cost: all rows' }).getByRole('row');
  await expect(rows.nth(1)).toBeVisible({ timeout: 120_000 });
  expect(await page.evaluate(() => window.unroll.runs()[0]?.status)).toBe('paused');
  await article.getByRole('button', { name: 'Cancel' }).click();
  await expect(article.getByText(/^cancelled at \d.* kept$/)).toBeVisible({ timeout: 60_000 });
  const { ended, rows: kept } = await cancelled;
  expect(ended).toBe('cancelled');
  expect(kept.length).toBeGreaterThan(0);
  await expect(rows).toHaveCount(kept.length + 1);

  const ousted = result(page, endless);
  await expect(article.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(rows.nth(1)).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Race', exact: true }).click();
  await expect(page.getByText('Training ends the running experiment. Its rows are kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  expect((await ousted).ended).toBe('cancelled');
  await page.getByRole('button', { name: 'Experiments' }).click();
  await expect(article.getByText(/^ended because training began at/)).toBeVisible();
});

test('an experiment from the page: chosen, run, its chart, sentences, rows, and files', async ({ page }) => {
  await page.goto(addressOf(loneRace));
  await loaded(page);
  await page.getByRole('button', { name: 'Experiments' }).click();
  const list = page.getByRole('navigation', { name: 'Experiments' });
  await expect(list.getByRole('button').first()).toContainText('Map of memories');
  await expect(list.getByRole('button', { name: 'Scaling' })).toContainText('Which loss does each family reach');
  await list.getByRole('button', { name: 'Training cost' }).click();
  const article = page.getByRole('article', { name: 'Training cost' });
  await expect(article.getByText(/^This experiment checks a published claim:/)).toBeVisible();
  await expect(article.getByRole('region', { name: 'Published · Gu and Dao 2023' })).toContainText('arXiv:2312.00752');

  await article.getByRole('combobox', { name: 'Tokens of a step' }).click();
  await page.getByRole('option', { name: '1,024', exact: true }).click();
  await article.getByRole('combobox', { name: 'Longest' }).click();
  await page.getByRole('option', { name: '512', exact: true }).click();
  for (const name of ['Mamba', 'S4D', 'LSTM', 'GRU', 'Conv', 'Attention', 'Window attention', 'Linear attention']) {
    await article.getByRole('checkbox', { name, exact: true }).uncheck();
  }
  await expect(article.getByRole('checkbox', { name: 'RNN', exact: true })).toBeDisabled();
  await article.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(article.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(article.getByText(/left · RNN: \d+ × \d+ tokens$/)).toBeVisible({ timeout: 60_000 });
  await expect(article.getByText(/^finished after .* · 4 rows$/)).toBeVisible({ timeout: 120_000 });
  await expect(list.getByRole('button', { name: 'Training cost' })).toContainText('results');

  await expect(article.getByText(/^RNN, at 1,024 tokens a step, growth exponents/)).toBeVisible();
  await expect(
    article.getByText(
      /^Measured here on CPU, \d threads? \(WebAssembly, relaxed SIMD\)\. This is software, so the times say nothing about a GPU/,
    ),
  ).toBeVisible();
  await drawnLines(article, [1, 1]);
  const table = article.getByRole('region', { name: 'Training cost: all rows' });
  await expect(table.getByRole('row')).toHaveCount(5);

  const csv = await saved(page, 'CSV');
  const [header, ...lines] = csv.trim().split('\n');
  expect(header).toBe('contender,length,batch,milliseconds,p10,p90,bytes,status');
  expect(lines.map(line => line.split(',').slice(0, 3).join())).toEqual([
    'RNN,64,16',
    'RNN,128,8',
    'RNN,256,4',
    'RNN,512,2',
  ]);
  expect(JSON.parse(await saved(page, 'JSON'))).toMatchObject({
    experiment: 'training_cost',
    adapter: expect.stringMatching(/^CPU, \d threads? \(WebAssembly, relaxed SIMD\)$/),
    seed: 1,
    ended: 'finished',
    params: { longest: 512, tokens: 1024 },
    rows: [{ contender: 'RNN', length: 64 }, { length: 128 }, { length: 256 }, { length: 512 }],
  });

  await list.getByRole('button', { name: 'Scaling' }).click();
  await expect(page.getByText('not run yet')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Experiments' }).click();
  await list.getByRole('button', { name: 'Training cost' }).click();
  await expect(table.getByRole('row')).toHaveCount(5);
  await expect(article.getByText(/^finished after/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

function result(page: Page, params: object) {
  return page.evaluate(own => window.unroll.experiment('training_cost', own), params);
}

/** The file that a button saves. */
async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('article').getByRole('button', { name, exact: true }).click();
  return readFile(await (await download).path(), 'utf8');
}
