/**
 * Whether the page shows one race or one result alone, for a frame of another page. It always does in a frame, so that no site can put
 * the whole page under its own.
 */
export function isEmbedded(): boolean {
  return new URLSearchParams(location.search).has('embed') || window.parent !== window;
}

/** The charts that a frame can show; the last two are of sampling. */
export const embeddedCharts = ['loss', 'accuracy', 'gradient', 'time', 'state'] as const;
export type EmbeddedChart = (typeof embeddedCharts)[number];

/** The chart that the address asks for; undefined: one that there is not. */
export function chartOf(search: string): EmbeddedChart | undefined {
  const asked = new URLSearchParams(search).get('embed') || 'loss';
  return embeddedCharts.find(chart => chart === asked);
}

/** The address of the whole page with what the frame shows. */
export function wholePage(): string {
  return `${location.origin}${location.pathname}${location.hash}`;
}
