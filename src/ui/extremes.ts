/** The least of any number of values; NaN if there are none. */
export function least(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((low, value) => Math.min(low, value)) : Number.NaN;
}

/** The greatest of any number of values; NaN if there are none. */
export function greatest(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((high, value) => Math.max(high, value)) : Number.NaN;
}
