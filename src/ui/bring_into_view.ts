/** Scrolls to a part of the page; at once for visitors who want no motion. */
export function bringIntoView(element: Element, block: ScrollLogicalPosition): void {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' });
}
