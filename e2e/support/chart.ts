import { expect, type Locator } from 'playwright/test';

/** The least number of pixels of its colour that a contender's line has. */
const FEWEST_PIXELS = 12;

/** Waits until a live chart has drawn `lines` lines, with enough pixels of the colours of each of these contenders (by slot). */
export async function expectDrawn(chart: Locator, lines: number, contenders: readonly number[]): Promise<void> {
  await drawnLines(chart, [lines]);
  await expect
    .poll(async () => (await pixelsOf(chart, contenders)).filter(pixels => pixels < FEWEST_PIXELS))
    .toEqual([]);
}

/** The same of measured times. Contenders that take equally long lie on one another, so their pixels count together. */
export async function expectTimesDrawn(chart: Locator, lines: number, contenders: readonly number[]): Promise<void> {
  await drawnLines(chart, [lines]);
  await expect
    .poll(async () => (await pixelsOf(chart, contenders)).reduce((sum, pixels) => sum + pixels, 0))
    .toBeGreaterThanOrEqual(FEWEST_PIXELS * contenders.length);
}

/** How many pixels of the chart's canvas have about the colour of each contender. */
function pixelsOf(chart: Locator, contenders: readonly number[]): Promise<number[]> {
  return chart.locator('canvas').evaluate((canvas: HTMLCanvasElement, places) => {
    // A copy: Chromium warns of a canvas that is drawn for the eye and read again and again.
    const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    if (!context) return places.map(() => 0);
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const style = getComputedStyle(document.documentElement);
    return places.map(place => {
      const hex = style.getPropertyValue(`--contender-${place}`).trim();
      const channels = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));
      let pixels = 0;
      for (let at = 0; at < data.length; at += 4) {
        const near = channels.every((channel, i) => Math.abs((data[at + i] ?? 0) - channel) <= 12);
        if (near && (data[at + 3] ?? 0) > 200) pixels++;
      }
      return pixels;
    });
  }, contenders);
}

/** The zoom of the page, and how many pixels the chart's canvas has to each of its CSS pixels without that zoom, to a hundredth. */
export function sharpness(chart: Locator): Promise<{ zoom: number; across: number; down: number }> {
  return chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const plot = canvas.closest('.live-plot');
    const zoom = plot?.currentCSSZoom ?? Number.NaN;
    const { width, height } = canvas.getBoundingClientRect();
    const rounded = (value: number) => Math.round(100 * value) / 100;
    return { zoom, across: rounded((canvas.width / width) * zoom), down: rounded((canvas.height / height) * zoom) };
  });
}

/** Waits until the live charts within have drawn so many lines each. */
export async function drawnLines(within: Locator, lines: readonly number[]): Promise<void> {
  const canvases = within.locator('.live-plot-canvas');
  await expect(canvases).toHaveCount(lines.length);
  for (const [i, count] of lines.entries()) await expect(canvases.nth(i)).toHaveAttribute('data-lines', String(count));
}
