import { expect } from 'playwright/test';
import { headers } from '../scripts/headers.mjs';
import { addressOf, loneRace, withTraining } from './support/race';
import { loaded, test } from './support/test';

// Every other test of this folder also fails on a violation of the policy, because the browser writes it to the console.

test('every response carries the policy, workers and errors included', async ({ page }) => {
  const seen = new Map<string, Record<string, string>>();
  page.on('response', response => seen.set(new URL(response.url()).pathname, response.headers()));
  await page.goto(addressOf(withTraining(loneRace, { steps: 2 })));
  await loaded(page);
  await page.request.get('/no/such/file').then(response => seen.set('404', response.headers()));
  expect([...seen.keys()].filter(path => path.includes('/worker-'))).toHaveLength(1);
  expect([...seen.keys()]).toContain('/corpora/moby-dick.txt');
  for (const [path, found] of seen) {
    for (const [name, value] of Object.entries(headers))
      expect(found[name.toLowerCase()], `${path} ${name}`).toBe(value);
  }
});

test.describe('what the policy forbids', () => {
  test.use({ forgiven: [/Content Security Policy/] });

  test('is refused in the page and in the worker, and reported on the console', async ({ page, troubles }) => {
    await page.goto(addressOf(withTraining(loneRace, { steps: 2 })));
    await loaded(page);
    const inPage = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      const style = document.createElement('style');
      style.textContent = 'body { opacity: 0.5 }';
      document.head.append(script, style);
      const elsewhere = await fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      );
      return { script: 'inlineRan' in window, opacity: getComputedStyle(document.body).opacity, elsewhere };
    });
    expect(inPage).toEqual({ script: false, opacity: '1', elsewhere: 'refused' });
    const inWorker = await page.workers()[0]?.evaluate(() => {
      try {
        setTimeout('self.evaluated = true');
      } catch {
        // The browser may refuse the call with an error.
      }
      return fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      );
    });
    expect(inWorker).toBe('refused');
    await expect.poll(() => troubles.filter(text => /Content Security Policy/.test(text)).length).toBeGreaterThan(3);
  });
});
