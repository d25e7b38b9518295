import { wantsNoMotion } from './media';

/** Scrolls to a part of the page; at once for visitors who want no motion. */
export function bringIntoView(element: Element, block: ScrollLogicalPosition): void {
  element.scrollIntoView({ block, behavior: wantsNoMotion() ? 'auto' : 'smooth' });
}
