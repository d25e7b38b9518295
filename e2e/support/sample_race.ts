import { expect, type Page } from 'playwright/test';
import { savedFromMenu } from './download';
import { smallRace } from './race';

/** One contender whose state grows, and one whose state does not. */
export const laneRace = {
  ...smallRace,
  contenders: smallRace.contenders.filter(({ name }) => /LSTM|Attention/.test(name)),
};

/** A lane of the race of samples as the page shows it. */
export interface ShownLane {
  /** Of its contender; “, naive” follows if it samples naively. */
  readonly name: string;
  readonly tokens: number;
  readonly finish: number;
  /** The time that it had, in milliseconds. */
  readonly time: number;
}

/** Chooses the finish line and the time of each lane in the settings. */
export async function setRace(page: Page, finish: string, seconds: number): Promise<void> {
  await page.getByRole('button', { name: /tokens, T / }).click();
  await page.getByRole('combobox', { name: 'Finish line' }).click();
  await page.getByRole('option', { name: finish }).click();
  await page.getByRole('textbox', { name: 'Time for each' }).fill(String(seconds));
  await page.keyboard.press('Escape');
}

/** The lanes once the race is over. */
export async function racedLanes(page: Page, timeout: number): Promise<ShownLane[]> {
  await expect(page.getByRole('button', { name: 'Sample', exact: true })).toBeVisible({ timeout });
  await expect(page.getByRole('status', { name: 'Order of finish' })).toContainText(/finished first|came furthest/);
  return shownLanes(page);
}

export async function shownLanes(page: Page): Promise<ShownLane[]> {
  const tapes = await page.getByRole('progressbar', { name: /^Tape of / }).all();
  return Promise.all(
    tapes.map(async tape => {
      const label = (await tape.getAttribute('aria-label')) ?? '';
      const words = (await tape.getAttribute('aria-valuetext')) ?? '';
      const [, tokens = '', finish = '', time, unit] =
        words.match(/^([\d,]+) of ([\d,]+) tokens in ([\d.]+) (ms|s)$/) ?? [];
      return {
        name: label.replace('Tape of ', ''),
        tokens: Number(tokens.replaceAll(',', '')),
        finish: Number(finish.replaceAll(',', '')),
        time: Number(time) * (unit === 's' ? 1000 : 1),
      };
    }),
  );
}

/**
 * Fails unless each lane has, within a tenth, the tokens that its time is enough for by the measured time per token, summed over
 * positions, and all that did not finish had the same time.
 */
export async function expectFair(page: Page, lanes: readonly ShownLane[]): Promise<void> {
  const { bytes } = await savedFromMenu(page, 'Export', 'Time per token as CSV');
  const rows = bytes.toString().trimEnd().split(/\r?\n/).slice(1);
  for (const { name, tokens, time } of lanes) {
    const groups = rows
      .map(row => row.split(','))
      .filter(([contender, , way]) => `${contender}${way === 'naive' ? ', naive' : ''}` === name)
      .map(([, , , , milliseconds, , count]) => ({ milliseconds: Number(milliseconds), count: Number(count) }));
    const enough = tokensIn(groups, time);
    expect(tokens / enough, `${name}: ${tokens} tokens, enough time for ${enough}`).toBeGreaterThan(0.9);
    expect(tokens / enough, `${name}: ${tokens} tokens, enough time for ${enough}`).toBeLessThan(1.1);
  }
  const missed = lanes.filter(({ tokens, finish }) => tokens < finish).map(({ time }) => time);
  // They differ by a turn at most.
  if (missed.length > 1) expect(Math.max(...missed) - Math.min(...missed)).toBeLessThan(500);
}

/** Tokens for which a time is enough, if each of a group takes what was measured there. */
function tokensIn(groups: readonly { milliseconds: number; count: number }[], time: number): number {
  let [left, tokens] = [time, 0];
  for (const { milliseconds, count } of groups) {
    const fit = Math.min(count, left / milliseconds);
    tokens += fit;
    left -= fit * milliseconds;
    if (fit < count) break;
  }
  return tokens;
}
