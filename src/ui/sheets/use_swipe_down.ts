import { type RefObject, useEffect } from 'react';

/** Pixels that a sheet is pulled down until it closes. */
const FAR = 96;
/** So fast, in pixels a millisecond, a short pull is enough. */
const FAST = 0.6;
/** Less is no pull yet. */
const SLACK = 8;

/** What a finger moves itself. */
const KEEPS = 'input, textarea, [role="slider"], [role="combobox"]';

interface Pull {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  down: number;
}

/** A pull down on the sheet around `body` moves it and, far or fast enough, closes it; where the body is scrolled, it scrolls back first. */
export function useSwipeDown(body: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    const sheet = body.current?.closest<HTMLElement>('[role="dialog"]');
    if (!sheet) return;
    let pull: Pull | null = null;
    const move = (down: number) => sheet.style.setProperty('--pulled', `${down}px`);
    const start = ({ touches, target }: TouchEvent) => {
      const [finger] = touches;
      const free = target instanceof Element && !target.closest(KEEPS) && !isScrolled(target, sheet);
      pull = touches.length === 1 && finger && free ? begun(finger) : null;
    };
    const drag = (event: TouchEvent) => {
      const [finger] = event.touches;
      if (!pull || !finger) return;
      const down = finger.clientY - pull.y;
      if (pull.down === 0 && (down < SLACK || Math.abs(finger.clientX - pull.x) > down)) {
        // A finger that goes up or sideways scrolls.
        if (Math.hypot(finger.clientX - pull.x, down) >= SLACK) pull = null;
        return;
      }
      event.preventDefault();
      pull.down = Math.max(1, down);
      move(pull.down);
    };
    const end = ({ timeStamp }: TouchEvent) => {
      if (!pull) return;
      const { down, at } = pull;
      pull = null;
      if (down >= FAR || (down > 2 * SLACK && down / (timeStamp - at) >= FAST)) close();
      else move(0);
    };
    const cancel = () => {
      pull = null;
      move(0);
    };
    sheet.addEventListener('touchstart', start, { passive: true });
    // It keeps the page from scrolling along, which a passive listener cannot.
    sheet.addEventListener('touchmove', drag, { passive: false });
    sheet.addEventListener('touchend', end);
    sheet.addEventListener('touchcancel', cancel);
    return () => {
      sheet.removeEventListener('touchstart', start);
      sheet.removeEventListener('touchmove', drag);
      sheet.removeEventListener('touchend', end);
      sheet.removeEventListener('touchcancel', cancel);
    };
  }, [body, close]);
}

function begun({ clientX, clientY }: Touch): Pull {
  return { x: clientX, y: clientY, at: performance.now(), down: 0 };
}

/** Whether something between the target and the sheet is scrolled down, so that a pull scrolls it back. */
function isScrolled(target: Element, sheet: Element): boolean {
  for (let at: Element | null = target; at && at !== sheet; at = at.parentElement) if (at.scrollTop > 0) return true;
  return false;
}
