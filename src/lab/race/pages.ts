import type { HostArray } from '../../gpu/dtype';

/** One array after the other. */
export function joinPages(pages: readonly HostArray[]): HostArray {
  const [first] = pages;
  if (first && pages.length === 1) return first;
  const length = pages.reduce((sum, page) => sum + page.length, 0);
  const all = first instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  let at = 0;
  for (const page of pages) {
    all.set(page, at);
    at += page.length;
  }
  return all;
}

/** The moments of all pages, each (2, E), as those of one: first moments, then second. So they fit a device with other pages. */
export function joinMoments(pages: readonly HostArray[]): HostArray {
  if (pages.length === 1) return joinPages(pages);
  return joinPages([
    ...pages.map(page => page.subarray(0, page.length / 2)),
    ...pages.map(page => page.subarray(page.length / 2)),
  ]);
}
