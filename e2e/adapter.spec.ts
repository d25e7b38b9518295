import { expect, test } from 'playwright/test';

test('Chromium gives the page a WebGPU adapter and a device; the page is cross-origin isolated, and its text arrives as text', async ({
  page,
}) => {
  await page.goto('/');
  const limit = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter?.requestDevice();
    return device?.limits.maxComputeWorkgroupSizeX;
  });
  expect(limit).toBeGreaterThanOrEqual(128);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  const book = await page.request.get('/corpora/moby-dick.txt');
  expect(book.headers()['content-type']).toContain('text/plain');
  expect((await book.text()).startsWith('ETYMOLOGY.')).toBe(true);
  expect((await page.request.get('/corpora/no-such.txt')).status()).toBe(404);
});
