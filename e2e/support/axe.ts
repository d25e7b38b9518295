import { readFileSync } from 'node:fs';
import { expect, type Page } from 'playwright/test';

/** Faults that axe finds, at both widths, and in the dark theme those of colours: no other rule depends on the theme. */
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
      const here = await page.evaluate(async dark => {
        const { violations } = await axe.run(
          document,
          dark
            ? { runOnly: ['color-contrast', 'link-in-text-block'] }
            : // axe leaves it out unless it is asked for.
              { rules: { 'target-size': { enabled: true } } },
        );
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
        );
      }, colorScheme === 'dark');
      found.push(...here.map(text => `${colorScheme} ${width}: ${text}`));
    }
  }
  return found;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

declare const axe: {
  run(
    context: Document,
    options: {
      readonly runOnly?: readonly string[];
      readonly rules?: Readonly<Record<string, { readonly enabled: boolean }>>;
    },
  ): Promise<{ readonly violations: readonly Violation[] }>;
};
