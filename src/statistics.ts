/** The mean; NaN of no values. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of a sample, with n - 1 below; NaN of fewer than two values. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** The standard error of the mean; 0 of fewer than two values, which show no spread. */
export function standardError(values: readonly number[]): number {
  return values.length < 2 ? 0 : deviationOf(values) / Math.sqrt(values.length);
}
