/**
 * Whether the page shows one race or one result alone, for a frame of another page. It always does in a frame, so that no site can put
 * the whole page under its own.
 */
export function isEmbedded(): boolean {
  return new URLSearchParams(location.search).has('embed') || window.parent !== window;
}

/** The address of the whole page with what the frame shows. */
export function wholePage(): string {
  return `${location.origin}${location.pathname}${location.hash}`;
}
