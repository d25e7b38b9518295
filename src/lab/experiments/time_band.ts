/** Columns of the percentiles of a time. */
export const timeBandColumns = [
  { key: 'p10', title: 'Time, 10th percentile', unit: 'ms' },
  { key: 'p90', title: 'Time, 90th percentile', unit: 'ms' },
] as const;

export const TIME_BAND = { low: 'p10', high: 'p90', title: '10–90 % band' } as const;
