import { expect, type Locator, type Page } from 'playwright/test';

/** The longest way that a test goes by one key. */
const LONGEST = 300;
/** Milliseconds: a menu that has just opened moves the focus to its first item once more. No hand is so quick. */
const SETTLED = 60;

/** A visitor who has a keyboard alone: Tab between parts, arrows within menus, lists, and groups. Counts the clicks that a pointer would need. */
export class Hand {
  readonly page: Page;
  clicks = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Moves the focus to `target` as a visitor does, and expects that it is seen there. `stopped` is called wherever the focus stops on the way. */
  async reach(target: Locator, stopped = async (): Promise<void> => {}): Promise<void> {
    await expect(target).toBeVisible({ timeout: 60_000 });
    for (let presses = 0, seen = false; ; presses++) {
      const key = await target.evaluate(nextKey);
      if (key === '') {
        if (seen) break;
        seen = true;
        await this.page.waitForTimeout(SETTLED);
        continue;
      }
      seen = false;
      if (presses === LONGEST) throw new Error(`${target} was not reached by keyboard`);
      await this.page.keyboard.press(key);
      await this.page.evaluate(focusMoved);
      await stopped();
    }
    await expect(target).toBeInViewport();
  }

  /** Reaches a control and presses it. */
  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.reach(target);
    await this.shortcut(key);
  }

  /** A key that works wherever the focus is. */
  async shortcut(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.clicks++;
  }

  /** Reaches a field and types over what is there. */
  async type(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
  }

  /** Opens a list of choices and takes one. */
  async choose(list: Locator, choice: string): Promise<void> {
    await this.press(list);
    await this.press(this.page.getByRole('option', { name: choice, exact: true }));
  }
}

/** In the page: menus move the focus in a timer of their own; one that is set later ends later. */
function focusMoved(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

/** In the page: the key that brings the focus nearer to `target`; empty: it has the focus. */
function nextKey(target: Element): string {
  const root = target.getRootNode();
  if (root instanceof ShadowRoot) {
    if (root.activeElement === target) return '';
    target = root.host;
  }
  const focus = document.activeElement ?? document.body;
  if (focus === target) return '';
  const within = (roles: string) => {
    const group = target.closest(roles);
    return group !== null && (group === focus || group.contains(focus));
  };
  const before = focus.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
  // A list does not begin again after its end.
  if (within('[role=menu], [role=listbox]')) return before ? 'ArrowUp' : 'ArrowDown';
  if (within('[role=radiogroup], [role=tablist], [role=toolbar]') && target.getAttribute('tabindex') === '-1')
    return 'ArrowRight';
  return before ? 'Shift+Tab' : 'Tab';
}
