import type { Page } from 'playwright/test';

/** The least width and height of what a finger presses, in CSS pixels (WCAG 2.5.5). */
const LEAST = 44;

/** Controls in sight, in the topmost dialog if there is one, that a finger hits on less than 44 px in a direction. Links in sentences are exempt. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(needed => {
    const controls =
      'a[href], button, input, select, textarea, summary, [role="slider"], [role="menuitem"], [role="option"], [role="switch"]';
    const top = [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].at(-1) ?? document;
    const shown = [...top.querySelectorAll<HTMLElement>(controls)].filter(
      control =>
        control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        !isHidden(control) &&
        !isInline(control),
    );
    return shown.flatMap(control => {
      // What lies over the lower half of the page leaves the upper one.
      const sizes = (['center', 'start'] as const).map(block => sizeOf(control, block));
      const least = Math.max(...sizes.map(({ wide, high }) => Math.min(wide, high)));
      const { wide, high } = sizes.find(size => Math.min(size.wide, size.high) === least) ?? { wide: 0, high: 0 };
      const name = control.getAttribute('aria-label') ?? control.textContent?.trim() ?? '';
      const { className } = control;
      return Math.min(wide, high) < needed
        ? [`${wide} x ${high}: ${name.slice(0, 40)} (${control.tagName} ${className})`]
        : [];
    });

    function sizeOf(control: HTMLElement, block: ScrollLogicalPosition): { wide: number; high: number } {
      control.scrollIntoView({ block, inline: 'center', behavior: 'instant' });
      const { left, top, width, height } = control.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      return {
        wide: reach(control, x, y, 1, 0) + reach(control, x, y, -1, 0),
        high: reach(control, x, y, 0, 1) + reach(control, x, y, 0, -1),
      };
    }

    /** Pixels from x, y in a direction on which a touch reaches the control, at most twice the least. */
    function reach(control: HTMLElement, x: number, y: number, dx: number, dy: number): number {
      for (let far = 0; far < 2 * needed; far++) if (!isHit(control, x + far * dx, y + far * dy)) return far - 0.5;
      return 2 * needed;
    }

    function isHit(control: HTMLElement, x: number, y: number): boolean {
      const there = document.elementFromPoint(x, y);
      if (!there) return false;
      const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])] : [];
      return [control, ...labels].some(part => part.contains(there));
    }

    /** What only screen readers see until it has the focus, and the inputs under what stands for them. */
    function isHidden(control: HTMLElement): boolean {
      const { width, height } = control.getBoundingClientRect();
      return width <= 2 || height <= 2 || control.closest('[aria-hidden="true"]') !== null;
    }

    /** Whether it stands in a sentence, whose lines its size may not push apart. */
    function isInline(control: HTMLElement): boolean {
      const words = (element: Element | null) => element?.textContent?.trim().length ?? 0;
      return getComputedStyle(control).display === 'inline' && words(control.parentElement) > words(control);
    }
  }, LEAST);
}
