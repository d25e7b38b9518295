import { unzipSync } from 'fflate';
import { expect } from 'playwright/test';
import { saved } from '../../support/download';
import { addressOf, quickRace, smallRace, withTraining } from '../../support/race';
import { fewestSteps, loaded, steps as stepsOf } from '../../support/test';
import { doTasks } from '../../support/user_tasks';

const cpu = '?backend=wasm&threads=2';
const train = { name: 'Train', exact: true };
const mamba = withTraining(
  { ...smallRace, contenders: smallRace.contenders.slice(0, 1) },
  { steps: 20, validate_every: 5 },
);

doTasks('Researcher', {
  'Compare two learning rates of the same Mamba with three seeds, and export the figure': async hand => {
    const { page } = hand;
    await page.goto(addressOf(mamba, cpu));
    await loaded(page);
    await hand.press(page.getByRole('button', { name: 'Duplicate Mamba' }));
    const copy = page.getByRole('article', { name: 'Mamba 2' });
    await hand.press(copy.getByText('Own settings'));
    await hand.type(copy.getByRole('textbox', { name: 'Learning rate' }), '0.002');
    const training = page.getByRole('region', { name: 'Training' });
    await hand.press(training.getByText('More settings'));
    await hand.type(training.getByRole('textbox', { name: 'Seeds' }), '3');
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 120_000 }).toBe(20);
    await hand.press(page.getByRole('button', { name: 'Save Loss' }));
    const svg = await saved(page, () => hand.press(page.getByRole('menuitem', { name: 'Picture as SVG' })));
    expect(svg.name).toMatch(/\.svg$/);
    const picture = svg.bytes.toString();
    for (const name of ['Mamba', 'Mamba 2']) expect(picture).toContain(name);
    const runs = await page.evaluate(() => window.unroll.runs().map(({ name, seed }) => [name, seed]));
    expect(runs).toHaveLength(6);
  },

  'Write a contender as text': async hand => {
    const { page } = hand;
    await page.goto(addressOf(quickRace, cpu));
    await loaded(page);
    const card = page.getByRole('article', { name: 'GRU' });
    await hand.press(card.getByText('As text'));
    const text = page.getByRole('textbox', { name: 'GRU as text' });
    await hand.type(text, JSON.stringify({ name: 'Wide', d_model: 24, blocks: [{ mixer: 'gru' }, { mixer: 'lstm' }] }));
    const second = () => page.evaluate(() => window.unroll.config().contenders[1]);
    await expect.poll(second).toMatchObject({ name: 'Wide', d_model: 24 });
    await hand.press(page.getByRole('button', { name: 'Undo' }));
    await expect.poll(second).toEqual(quickRace.contenders[1]);
  },

  'Run an experiment with contenders of my own': async hand => {
    const { page } = hand;
    await page.goto(addressOf(quickRace, cpu));
    await loaded(page);
    await hand.press(page.getByRole('button', { name: 'Experiments', exact: true }));
    await hand.press(page.getByRole('button', { name: /^Sweep/ }));
    await hand.press(page.getByRole('button', { name: 'Take the race’s task and contenders' }));
    await hand.type(page.getByLabel('Steps', { exact: true }), '3');
    await hand.type(page.getByLabel('Across: values of learning rate, with commas between them'), '0.001, 0.01');
    await hand.press(page.getByRole('button', { name: 'Remove width D' }));
    await hand.press(page.getByRole('button', { name: 'Run', exact: true }));
    const csv = page.getByRole('region', { name: 'All rows' }).getByRole('button', { name: 'CSV', exact: true });
    await expect(page.getByText(/ is best at learning rate 0\.0/).first()).toBeVisible({ timeout: 60_000 });
    const { bytes } = await saved(page, () => hand.press(csv));
    expect(bytes.toString().trimEnd().split('\n')).toHaveLength(1 + 3 * 2);
  },

  'Go on elsewhere with a race that is half trained': async hand => {
    const { page } = hand;
    await page.goto(addressOf(withTraining(quickRace, { steps: 100_000 }), cpu));
    await loaded(page);
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(5);
    await hand.press(page.getByRole('button', { name: 'Pause', exact: true }));
    await expect(page.getByRole('button', train)).toBeVisible();
    await hand.press(page.getByRole('button', { name: 'Export', exact: true }));
    const file = await saved(page, () => hand.press(page.getByRole('menuitem', { name: /^Run \(\.unroll\)/ })));
    expect(file.name).toMatch(/^moby-dick-race-step-\d+\.unroll$/);
    const steps = await stepsOf(page);

    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    await page.goto(`/${cpu}`);
    await loaded(page);
    await hand.press(page.getByRole('button', { name: 'Export', exact: true }));
    const choosing = page.waitForEvent('filechooser');
    await hand.press(page.getByRole('menuitem', { name: /^Open a run/ }));
    await (await choosing).setFiles({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
    await expect(page.getByText(/^Moby-Dick race, step \d+ of 100,000, is opened\./)).toBeVisible();
    await loaded(page);
    expect(await stepsOf(page)).toEqual(steps);
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBeGreaterThan(Math.max(...steps));
  },

  'Take the models along as PyTorch': async hand => {
    const { page } = hand;
    await page.goto(addressOf(withTraining(quickRace, { steps: 6 }), cpu));
    await loaded(page);
    await hand.press(page.getByRole('button', train));
    await expect.poll(() => fewestSteps(page), { timeout: 60_000 }).toBe(6);
    await hand.press(page.getByRole('button', { name: 'Export', exact: true }));
    await hand.press(page.getByRole('menuitem', { name: /^PyTorch project/ }));
    const write = page
      .getByRole('dialog', { name: 'Export as PyTorch' })
      .getByRole('button', { name: 'Write the zip' });
    const { bytes } = await saved(page, () => hand.press(write));
    const files = Object.keys(unzipSync(bytes));
    expect(files).toEqual(expect.arrayContaining(['model.py', 'train.py', 'weights/0/model.safetensors']));
  },
});
