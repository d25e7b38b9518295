/** How far right of an element's left edge an event is, in CSS pixels of the element, also where it is zoomed. */
export function placeIn(element: HTMLElement, { clientX }: { readonly clientX: number }): number {
  const { left, width } = element.getBoundingClientRect();
  return ((clientX - left) * element.offsetWidth) / width;
}
