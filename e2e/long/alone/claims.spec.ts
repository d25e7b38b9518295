import { expect, type Locator, type Page } from 'playwright/test';
import { claims } from '../../../src/ui/tour/claims';
import { violations } from '../../support/axe';
import { test } from '../../support/test';

/** Milliseconds that a visitor waits for a claim. */
const PATIENCE = 90_000;

/** What the figures of a claim must say, row by row as the page shows them. */
const holds: Readonly<Record<string, (rows: readonly (readonly number[])[]) => void>> = {
  recurrence: ([rnn, lstm, rnnBytes, lstmBytes, [waits, none]]) => {
    for (const [left] of [rnn, lstm]) expect(left).toBeLessThan(1e-3);
    for (const [near, far] of [rnnBytes, lstmBytes]) expect(far).toBe(near);
    expect(waits).toBeGreaterThan(none);
  },
  convolution: ([[far, near], [times]]) => {
    expect(far).toBeGreaterThanOrEqual(95);
    expect(near).toBeLessThanOrEqual(15);
    expect(times).toBeGreaterThan(3);
  },
  attention: ([[near, far], [before, after], [steep, flat]]) => {
    expect(far).toBe(16 * near);
    expect(after).toBe(before);
    expect(steep).toBeGreaterThan(flat);
  },
  'cheap-attention': ([[near, far], ...others]) => {
    expect(far).toBe(16 * near);
    for (const [before, after] of others.slice(0, 2)) expect(after).toBe(before);
  },
  'log-linear': ([[near, far], [few, many]]) => {
    expect(far).toBe(16 * near);
    expect(many).toBeLessThan(2 * few);
  },
  'time-invariance': ([[fft, recurrence], [right]]) => {
    expect(Math.abs(fft - recurrence)).toBeLessThanOrEqual(1e-3);
    expect(right).toBeGreaterThanOrEqual(80);
  },
  forerunners: ([[hippo, random], ...others]) => {
    expect(hippo).toBeLessThan(random / 2);
    for (const [mamba, other] of others) expect(mamba).toBeGreaterThan(other);
  },
  selection: ([[mamba, conv], [choosing, fixed], [, s4d]]) => {
    expect(mamba).toBeGreaterThanOrEqual(95);
    expect(conv).toBeLessThanOrEqual(50);
    expect(choosing - fixed).toBeGreaterThan(20);
    expect(choosing - s4d).toBeGreaterThan(20);
  },
  generalisation: ([[, , far], [, , attention], [farther]]) => {
    expect(far).toBeGreaterThanOrEqual(80);
    expect(attention).toBeLessThanOrEqual(30);
    expect(farther).toBeGreaterThanOrEqual(95);
  },
  induction: ([[two, one], [right, wrong]]) => {
    expect(two).toBeGreaterThan(50);
    expect(one).toBeLessThan(15);
    expect(right).toBeGreaterThan(80);
    expect(wrong).toBeLessThan(25);
  },
  operations: ([[mamba, transformer], [lstm, guess]]) => {
    expect(mamba).toBeLessThan(transformer + 0.05);
    expect(lstm).toBeGreaterThan(95);
    expect(guess).toBeLessThan(65);
  },
  'short-then-long': rows => {
    for (const [before, after] of rows) expect(after).toBeLessThan(before);
  },
  'music-and-sound': ([[attention, s4d, short], ...sounds]) => {
    expect(Math.min(attention, s4d)).toBeGreaterThan(90);
    expect(short).toBeLessThan(50);
    for (const [loss, chance] of sounds) expect(loss).toBeLessThan(chance - 1.5);
  },
};

test('every claim of the list is walked', () => {
  expect(Object.keys(holds).toSorted()).toEqual(claims.map(({ name }) => name).toSorted());
});

for (const { name, gist } of claims) {
  test(`${name}: who has never seen the page checks it from its link, by one button`, async ({ page }) => {
    test.setTimeout(2 * PATIENCE);
    await page.goto(`/?backend=wasm#step=${name}`);
    const card = page.getByRole('region', { name: 'The argument' });
    await expect(card.getByText(gist)).toBeVisible();
    await expect(card.getByRole('heading', { name: 'Stored result, not of this machine' })).toBeVisible();
    await expect(card.getByText(/Stored result: .+ on two cores, \d{4}-\d\d-\d\d/).first()).toBeVisible();
    await expectHeld(card, name);

    const button = card.getByRole('button', { name: 'Check it here' });
    await expect(button.locator('xpath=..')).toContainText(/about \d+ (s|min)/);
    await button.click();
    await expect(card.getByRole('heading', { name: /^Measured here/ })).toBeVisible({ timeout: PATIENCE });
    await expect(card.getByText(/^Run \d of \d is on its way/)).toHaveCount(0, { timeout: PATIENCE });
    await expectHeld(card, name);
    await expect(card.getByText('Measured here. The claim holds in these runs.')).toBeInViewport();
    await expect(card.getByText(/Measured here on CPU.*, in \d+ s/).first()).toBeVisible();
    await expectMarked(page);
    expect(await violations(page)).toEqual([]);
  });
}

/** The table of the step says that the claim holds, and so do its figures. */
async function expectHeld(card: Locator, name: string): Promise<void> {
  const measured = await card.locator('.tour-checks tbody td:nth-child(2)').allTextContents();
  expect(measured.length).toBeGreaterThan(0);
  holds[name]?.(measured.map(numbersIn));
  await expect(card.getByText('The claim holds in these runs.')).toBeVisible();
}

/** The list of claims says so too, and which review they follow. */
async function expectMarked(page: Page): Promise<void> {
  const card = page.getByRole('region', { name: 'The argument' });
  await card.getByRole('button', { name: 'All claims' }).click();
  await expect(card.getByText(/^(partly )?checked here/)).toHaveCount(1);
  await expect(card.getByText(/^stored result/)).toHaveCount(claims.length - 1);
  await expect(card.getByRole('heading', { name: 'Which review?' })).toBeVisible();
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** '131,072 and 2,097,152 bytes', '5.40 × 10⁻¹² of it': the numbers in order. */
function numbersIn(text: string): number[] {
  const plain = text.replace(/ × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, power: string) => {
    const digits = [...power].map(one => (one === '⁻' ? '-' : String(SUPERSCRIPTS.indexOf(one))));
    return `e${digits.join('')}`;
  });
  return [...plain.matchAll(/\d[\d,]*(\.\d+)?(e-?\d+)?/g)].map(([number]) => Number(number.replaceAll(',', '')));
}
