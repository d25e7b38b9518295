/** The most copies of a parameter's gradient, which are added up later. */
const MOST_COPIES = 64;

/** Rows that an invocation sums up into a copy of a parameter's gradient. */
export function rowSegment(rows: number): number {
  return Math.ceil(rows / MOST_COPIES);
}
