import { expect } from 'playwright/test';
import { addressOf } from './support/race';
import { laneRace, racedLanes, shownLanes } from './support/sample_race';
import { loaded, test } from './support/test';

test('the race is replayed by keyboard at a chosen pace: tapes, texts, and the chart go back and come along', async ({
  page,
}) => {
  await page.goto(addressOf(laneRace, '?backend=wasm&threads=1'));
  await loaded(page);
  await page.getByRole('button', { name: 'Sample', exact: true }).click();
  const end = await racedLanes(page, 60_000);
  const written = page.getByRole('region', { name: 'Written by Attention' });
  const whole = await written.textContent();
  const pace = page.getByRole('combobox', { name: 'Pace of the replay' });
  await pace.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: '0.01×' }).press('Enter');
  await expect(pace).toHaveText('0.01×');
  const play = page.getByRole('button', { name: 'Replay the race' });
  await play.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await shownLanes(page)).every(({ tokens, finish }) => tokens < finish)).toBe(true);
  await page.keyboard.press('Enter');
  await expect(play).toBeFocused();
  const slider = page.getByRole('slider', { name: 'Time of the race' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(async () => (await shownLanes(page)).map(({ tokens }) => tokens)).toEqual([0, 0]);
  const prompt = await page.getByLabel('Prompt').inputValue();
  await expect.poll(() => written.textContent()).toBe(prompt);
  await page.keyboard.press('End');
  await expect.poll(() => shownLanes(page)).toEqual(end);
  await expect.poll(() => written.textContent()).toBe(whole);
});

test('a script races lanes for a time, and has each one’s tape, text, and costs; what they write does not depend on the time', async ({
  page,
}) => {
  await page.goto(addressOf(laneRace, '?backend=wasm&threads=1'));
  await loaded(page);
  const { raced, whole } = await page.evaluate(async () => {
    const { unroll } = window;
    const asked = { prompt: 'Call', tokens: 16_384, seed: 5 };
    const raced = await unroll.sample({ ...asked, naiveBeside: true, seconds: 0.5 });
    return { raced, whole: await unroll.sample({ ...asked, tokens: 200 }) };
  });
  expect(raced.map(({ name, naive }) => [name, naive])).toEqual([
    ['LSTM', false],
    ['LSTM', true],
    ['Attention', false],
    ['Attention', true],
  ]);
  for (const { name, naive, text, tape, finish, latency } of raced) {
    expect(finish).toBe(16_384);
    expect(text).toHaveLength(Number(tape.characters.at(-1)));
    expect(Array.from(text)).toHaveLength(Number(tape.tokens.at(-1)));
    expect(tape.bytes).toHaveLength(tape.tokens.length);
    expect(latency.position.length).toBeGreaterThan(0);
    const other = whole.find(own => own.name === name)?.text ?? '';
    const shared = Math.min(text.length, other.length);
    expect(text.slice(0, shared), `${name}, naive ${naive}`).toBe(other.slice(0, shared));
  }
});
