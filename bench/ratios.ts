import type { FamilyResult, Outcome } from './result';

export function medianOf(outcome: Outcome | undefined): number | undefined {
  return outcome && 'timing' in outcome ? outcome.timing?.median : undefined;
}

/** NaN of none. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Names of the sides of a table, in order. */
export function sidesOf({ cases }: FamilyResult): string[] {
  return [...new Set(cases.flatMap(({ outcomes }) => Object.keys(outcomes)))];
}
