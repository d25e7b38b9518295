/** Wilson's 95 % interval of a share of n independent tries (Wilson 1927); 0 to 1 for no tries. */
export function wilson(share: number, n: number): readonly [low: number, high: number] {
  if (n <= 0) return [0, 1];
  const z = 1.96;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Columns of such an interval. */
export const intervalColumns = [
  { key: 'accuracy_low', title: 'Accuracy, 95 % from', unit: 'share' },
  { key: 'accuracy_high', title: 'to', unit: 'share' },
] as const;
