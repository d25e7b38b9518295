import { expect, type Page } from 'playwright/test';
import type { RunReport } from '../src/lab/race/run_report';
import { addressOf, quickRace, smallRace, withTraining } from './support/race';
import { test } from './support/test';

const race = withTraining(
  { ...smallRace, contenders: smallRace.contenders.filter(({ name }) => /LSTM|Attention/.test(name)) },
  { validate_every: 4, validation_batches: 1, steps: 12 },
);

test('window.unroll does what docs/scripting.md says', async ({ page }) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  expect(await page.evaluate(() => window.unroll.ready)).toEqual({
    adapter: 'CPU, 1 thread (WebAssembly, relaxed SIMD)',
    software: true,
    backend: 'wasm',
    threads: 1,
  });
  expect(await page.evaluate(() => window.unroll.config())).toEqual(race);

  const bad = { ...race, training: { ...race.training, steps: 0 } };
  await expect(page.evaluate(config => window.unroll.load(config), bad)).rejects.toThrow(/training\.steps: /);
  await expect(page.evaluate(() => window.unroll.load({ task: { name: 'no such task' } }))).rejects.toThrow();
  await expect(page.evaluate(() => window.unroll.train(0))).rejects.toThrow(/steps must be a whole number above 0/);
  const refused = await page.evaluate(async () => {
    const said: string[] = [];
    const wrong: unknown[] = [null, { prompts: 'a' }, { tokens: 0 }];
    for (const options of wrong) {
      const calls = [window.unroll.sample, window.unroll.inspect] as ((options: unknown) => Promise<unknown>)[];
      for (const call of calls) await call(options).catch(error => said.push(String(error)));
    }
    return said;
  });
  expect(refused).toHaveLength(6);
  for (const text of refused) expect(text).toMatch(/^Error: (sample|inspect): /);
  expect(await page.evaluate(() => window.unroll.config())).toEqual(race);
  await expect(page.getByText('Race', { exact: true }).first()).toHaveAttribute('aria-current', /.+/);

  const first = await trainAndSample(page);
  expect(first.runs.map(run => run.name)).toEqual(['LSTM', 'Attention']);
  for (const [i, run] of first.runs.entries()) {
    expect(run).toMatchObject({ step: 8, status: 'paused', blocks: race.contenders[i]?.blocks });
    expect(run.parameters).toBeGreaterThan(1000);
    expect(Object.keys(run.curve).sort()).toEqual(
      ['accuracy', 'flops', 'gradientNorm', 'loss', 'seconds', 'step', 'tokens', 'validation'].sort(),
    );
    for (const column of Object.values(run.curve)) expect(column).toHaveLength(8);
    expect(run.curve.step).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(run.curve.tokens).toEqual(run.curve.step.map(step => Number(step) * 8 * 32));
    expect(run.curve.validation.map(loss => loss !== null)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map(n => [1, 2, 4, 8].includes(n)),
    );
    for (const [name, latency] of [['latency', run.latency] as const, ['naiveLatency', run.naiveLatency] as const]) {
      expect(latency.position.length, name).toBeGreaterThan(0);
      expect(latency.milliseconds).toHaveLength(latency.position.length);
      expect(latency.bytes).toHaveLength(latency.position.length);
    }
  }
  for (const { text } of first.carried) expect(Array.from(text)).toHaveLength(48);
  expect(first.greedy, 'greedy sampling, with carried state or naively, is the same text').toEqual(first.naive);

  const again = await trainAndSample(page);
  expect(again.runs.map(repeatable)).toEqual(first.runs.map(repeatable));
  expect(again.carried.map(({ text }) => text)).toEqual(first.carried.map(({ text }) => text));
});

test('train stays pending during a pause, and a reset rejects it', async ({ page }) => {
  await page.goto(addressOf(quickRace));
  const outcome = await page.evaluate(async () => {
    const { unroll } = window;
    await unroll.load({ ...unroll.config(), training: { ...unroll.config().training, steps: 100_000 } });
    const training = unroll.train().then(
      () => 'done',
      error => String(error),
    );
    const soon = (milliseconds: number) => new Promise<string>(resolve => setTimeout(resolve, milliseconds, 'pending'));
    await soon(500);
    await unroll.pause();
    const before = unroll.runs().map(run => run.step);
    const paused = await Promise.race([training, soon(500)]);
    const after = unroll.runs().map(run => run.step);
    await unroll.load(unroll.config());
    return { paused, stood: before.join() === after.join(), reset: await training };
  });
  expect(outcome).toEqual({ paused: 'pending', stood: true, reset: expect.stringContaining('race was reset') });
});

test('inspect looks inside a contender, while the race goes on', async ({ page }) => {
  await page.goto(addressOf(race));
  const found = await page.evaluate(async () => {
    const { unroll } = window;
    await unroll.load(unroll.config());
    const training = unroll.train(4);
    const { name, inspection } = await unroll.inspect({ contender: 'Attention', text: 'Call me', position: 3 });
    const views = inspection.blocks.map(block => block.views.map(({ kind }) => kind));
    const refused = await unroll.inspect({ text: '漢' }).catch(error => String(error));
    const steps = (await training).map(({ step }) => step);
    const { glyphs, predictions, reach, induction } = inspection;
    const seen = Array.from(reach.norms, norm => norm > 0);
    return {
      name,
      glyphs,
      predicted: predictions.length,
      views,
      seen,
      scores: induction?.scores.length,
      refused,
      steps,
    };
  });
  const blocks = race.contenders[1]?.blocks.length ?? 0;
  expect(found).toMatchObject({ name: 'Attention', predicted: 7, seen: [true, true, true, true, false, false, false] });
  expect(found.glyphs.slice(0, 4)).toEqual(['C', 'a', 'l', 'l']);
  expect(found.views).toHaveLength(blocks);
  for (const kinds of found.views) expect(kinds).toEqual(['matrix', 'matrix', 'lines', 'lines']);
  expect(found.scores).toBe(2 * blocks);
  expect(found.refused).toContain('漢');
  expect(found.steps).toEqual([4, 4]);
});

test('trainFurther lets a race go on otherwise than planned, as the dialog does', async ({ page }) => {
  await page.goto(addressOf(race, '?backend=wasm&threads=1'));
  const found = await page.evaluate(async () => {
    const { unroll } = window;
    await unroll.load(unroll.config());
    await unroll.train(6);
    const before = unroll.runs().map(({ curve }) => curve.loss.slice(0, 6));
    const refused = await unroll.trainFurther({ task: { name: 'parity' } }).catch(error => String(error));
    const runs = await unroll.trainFurther({
      steps: 3,
      schedule: 'constant',
      lr: 0.001,
      batch: 2,
      task: { length: 64 },
    });
    const { task, training } = unroll.config();
    return { before, refused, runs, length: task.length, batch: training.batch, branches: training.branches };
  });
  expect(found.refused).toMatch(/Parity has \d+ tokens, and the models of this race know/);
  expect(found).toMatchObject({
    length: 64,
    batch: 2,
    branches: [{ at: 6, planned: 12, schedule: 'constant', lr: 0.001 }],
  });
  for (const [i, { curve, status }] of found.runs.entries()) {
    expect(status).toBe('finished');
    expect(curve.loss.slice(0, 6)).toEqual(found.before[i]);
    expect(curve.tokens.slice(5)).toEqual([6 * 256, 6 * 256 + 128, 6 * 256 + 256, 6 * 256 + 384]);
  }
});

function trainAndSample(page: Page) {
  return page.evaluate(async config => {
    const { unroll } = window;
    await unroll.load(config);
    await unroll.train(5);
    await unroll.train(3);
    const carried = await unroll.sample({ prompt: 'Call me ', tokens: 48, temperature: 0.8, seed: 7 });
    const greedy = await unroll.sample({ prompt: 'Call me ', tokens: 20, temperature: 0 });
    const naive = await unroll.sample({ prompt: 'Call me ', tokens: 20, temperature: 0, naive: true });
    const texts = (reports: typeof carried) => reports.map(({ name, text }) => ({ name, text }));
    return { runs: unroll.runs(), carried, greedy: texts(greedy), naive: texts(naive) };
  }, race);
}

/** The numbers that the same seed repeats bit for bit. */
function repeatable({ name, curve: { step, loss, validation } }: RunReport) {
  return { name, step, loss, validation };
}
