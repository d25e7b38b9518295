import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from 'playwright/test';

type Size = readonly [width: number, height: number];

const usual: readonly Size[] = [
  [1440, 900],
  [390, 844],
];

/** Faults that axe finds, at these sizes, and in the dark theme those of colours: no other rule depends on the theme. */
export async function violations(page: Page, sizes = usual): Promise<string[]> {
  // The page's policy forbids a script element.
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  const found: string[] = [];
  const size = page.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of sizes) {
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
        // A control that the edge of a box cuts is small only until the box is scrolled.
        const isCut = (element: Element | null): boolean => {
          const { top = 0, bottom = 0, left = 0, right = 0 } = element?.getBoundingClientRect() ?? {};
          for (let box = element?.parentElement; box; box = box.parentElement) {
            const edges = box.getBoundingClientRect();
            const outside = top < edges.top || bottom > edges.bottom || left < edges.left || right > edges.right;
            if (outside && /auto|scroll/.test(getComputedStyle(box).overflow)) return true;
          }
          return false;
        };
        return violations.flatMap(({ id, nodes }) =>
          nodes
            .filter(({ target: [selector = ''] }) => id !== 'target-size' || !isCut(document.querySelector(selector)))
            .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
        );
      }, colorScheme === 'dark');
      found.push(...here.map(text => `${colorScheme} ${width}: ${text}`));
    }
  }
  if (size) await page.setViewportSize(size);
  return found;
}

/** Faults that axe finds inside an open menu or list, which hides the rest of the page. The name of an option is its title alone. */
export async function violationsIn(list: Locator): Promise<string[]> {
  await list.page().evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  return list.evaluate(async element => {
    const { violations } = await axe.run(element, { rules: { 'label-content-name-mismatch': { enabled: false } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly {
    readonly html: string;
    readonly failureSummary: string;
    readonly target: readonly string[];
  }[];
}

declare const axe: {
  run(
    context: Document | Element,
    options: {
      readonly runOnly?: readonly string[];
      readonly rules?: Readonly<Record<string, { readonly enabled: boolean }>>;
    },
  ): Promise<{ readonly violations: readonly Violation[] }>;
};
