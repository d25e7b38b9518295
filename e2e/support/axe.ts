import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';

/** Faults that axe finds, in both themes and at both widths. */
export async function violations(page: Page): Promise<string[]> {
  // The page's policy forbids a script element.
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      const here = await page.evaluate(async () => {
        const { violations } = await axe.run();
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
        );
      });
      found.push(...here.map(text => `${colorScheme} ${width}: ${text}`));
    }
  }
  return found;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

declare const axe: { run(): Promise<{ readonly violations: readonly Violation[] }> };
