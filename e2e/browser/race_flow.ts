import { expect } from 'playwright/test';
import type { RunConfig } from '../../src/lab/config/config';
import { addressOf } from '../support/race';
import type { Face } from './face';
import { eventually, fewestSteps, loaded } from './race';

/** Fails unless a race trains, pauses, and samples on a backend. */
export async function expectRace(face: Face, race: RunConfig, backend: 'webgpu' | 'wasm'): Promise<void> {
  await face.goto(addressOf(race, backend === 'webgpu' ? '?backend=webgpu' : ''));
  await loaded(face);
  expect((await face.evaluate(() => window.unroll.ready)).backend).toBe(backend);
  await face.click('button', 'Train');
  await expect.poll(() => fewestSteps(face), { timeout: 60_000 }).toBeGreaterThan(7);
  // A click waits for frames, of which Firefox draws one in seconds while its software adapter trains.
  if (backend === 'webgpu') await face.evaluate(() => window.unroll.pause());
  else await face.click('button', 'Pause');
  await eventually(face, () => window.unroll.runs().every(run => run.status === 'paused'));
  const losses = await face.evaluate(() =>
    window.unroll.runs().map(({ curve }) => [curve.loss.at(0), curve.loss.at(-1)]),
  );
  for (const [first, last] of losses) expect(Number(last)).toBeLessThan(Number(first));

  await face.click('button', 'Sample');
  for (const { name } of race.contenders)
    await expect.poll(() => face.textOf('region', `Written by ${name}`), { timeout: 60_000 }).toMatch(/\S/);
  await eventually(face, () => window.unroll.runs().every(run => run.latency.position.length > 0));
}

/** Fails unless the charts of a race that has trained zoom by keyboard, together, and have their choices. */
export async function expectCharts(face: Face): Promise<void> {
  const zoom = () =>
    face.evaluate(() => {
      const charts = [...document.querySelectorAll('.loss-chart, .score-chart')];
      return charts.map(chart => /\S to \S+ steps/.test(chart.querySelector('.legend')?.textContent ?? ''));
    });
  expect(await zoom()).toEqual([false, false]);
  await face.evaluate(() => {
    const chart = document.querySelector('.loss-chart [role="slider"]');
    chart?.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
  });
  await expect.poll(zoom).toEqual([true, true]);
  // They load now, through the service worker, which has taken the page over while threads sleep.
  await face.click('button', 'Options of Loss');
  await expect.poll(() => face.textOf('dialog', 'Options of Loss')).toMatch(/Smoothing.*Logarithmic x.*Notes/s);
}

/** Fails unless the page says how the time per token on WebGPU was measured, and waits were short. */
export async function expectMeasured(face: Face, race: RunConfig): Promise<void> {
  // A browser that is left to its timer answers every 100 ms.
  const waits = await face.evaluate(() => window.unroll.runs().flatMap(run => run.latency.roundTrip));
  expect(waits.toSorted((a, b) => Number(a) - Number(b))[Math.floor(waits.length / 2)]).toBeLessThan(50);

  await face.click('button', 'How this was measured');
  const method = () => face.textOf('dialog', 'How this was measured');
  for (const { name } of race.contenders)
    await expect.poll(method).toMatch(new RegExp(`${name}: \\d+ groups? of \\d+ tokens .*idle round trip [\\d.]+ ms`));
}
