import type { Page } from 'playwright/test';

/** What is wrong with the layout, in words: what is wider than the page, controls that overlap, words that are cut without a sign. */
export function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].at(-1) ?? document.body;
    const all = [...root.querySelectorAll<HTMLElement>('*')].filter(isSeen);
    const controls = all.filter(element => element.matches('button, input, textarea, select, summary, a[href]'));
    return [
      ...wide(),
      ...all.filter(isOutside).map(say('outside the page')),
      ...overlaps(),
      ...all.filter(isCut).map(say('cut')),
    ];

    function wide(): string[] {
      const by = document.documentElement.scrollWidth - window.innerWidth;
      return by > 0 ? [`the page is ${by} px too wide`] : [];
    }

    function say(fault: string) {
      return (element: Element) => `${fault}: ${named(element)}`;
    }

    function named(element: Element): string {
      const words = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
      return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${words.slice(0, 40)}`;
    }

    /** What only screen readers see is one pixel large. */
    function isSeen(element: HTMLElement): boolean {
      const { width, height } = element.getBoundingClientRect();
      const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      return shown && width > 2 && height > 2 && !element.closest('.sr-only, .tooltip, .overlay, svg');
    }

    /** The nearest box around an element that scrolls or cuts. */
    function boxOf(element: Element): Element | null {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return at;
      return null;
    }

    function isOutside(element: Element): boolean {
      const { left, right } = element.getBoundingClientRect();
      return (left < -1 || right > window.innerWidth + 1) && boxOf(element) === null;
    }

    /** What is seen of an element inside the boxes that scroll. */
    function seenOf(element: Element) {
      let { left, right, top, bottom } = element.getBoundingClientRect();
      for (let box = boxOf(element); box; box = boxOf(box)) {
        const around = box.getBoundingClientRect();
        left = Math.max(left, around.left);
        right = Math.min(right, around.right);
        top = Math.max(top, around.top);
        bottom = Math.min(bottom, around.bottom);
      }
      return { left, right, top, bottom };
    }

    /** The layer that an element lies in: what is fixed lies over the rest. */
    function layerOf(element: Element): Element | null {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return at;
      return null;
    }

    function overlaps(): string[] {
      const parts = controls.map(element => ({ element, box: seenOf(element), layer: layerOf(element) }));
      return parts.flatMap(({ element, box, layer }, index) =>
        parts
          .slice(index + 1)
          .filter(other => {
            const x = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
            const y = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
            const nested = element.contains(other.element) || other.element.contains(element);
            return x > 1 && y > 1 && layer === other.layer && !nested;
          })
          .map(other => `overlap: ${named(element)} / ${named(other.element)}`),
      );
    }

    /** Words that go on behind an edge, without dots and without scrolling. */
    function isCut(element: HTMLElement): boolean {
      const hasWords = [...element.childNodes].some(
        ({ nodeType, data }: Node & { data?: string }) => nodeType === 3 && data?.trim(),
      );
      if (!hasWords || element.matches('textarea, option')) return false;
      const style = getComputedStyle(element);
      const over = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      const dots = style.textOverflow === 'ellipsis' && style.overflowX !== 'visible';
      const box = element.matches('button, summary, h2, h3, label, dt, dd, th, td');
      return over && !dots && (box || style.overflowX === 'hidden') && style.display !== 'inline';
    }
  });
}
