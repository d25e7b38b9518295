/** Steps after which a training is measured: before it, and `looks` times, evenly spaced, rising, each once. */
export function looksAt(steps: number, looks: number): number[] {
  const parts = Array.from({ length: looks }, (_, i) => Math.round((steps * (i + 1)) / looks));
  return [...new Set([0, ...parts])];
}
