import { z } from 'zod';
import type { Field } from '../../field';
import { meanOf, standardError } from '../../statistics';
import { intervalColumns, wilson } from './intervals';

export const seedsParameter = z.int().min(1).max(10).default(1);

export const seedsField: Field = {
  key: 'seeds',
  label: 'Seeds',
  help: 'How many times every contender trains, each time with the next seed. Figures are means, with their least and most.',
  min: 1,
  max: 10,
};

/** The first seed and those after it. */
export function seedList({ seed, seeds }: { readonly seed: number; readonly seeds: number }): number[] {
  return Array.from({ length: seeds }, (_, ordinal) => (seed + ordinal) % 2 ** 32);
}

/** A figure over the seeds. Its mean is null if one of them has none, as one that diverged; `error` also if there is one seed. */
export interface Spread {
  readonly mean: number | null;
  readonly least: number | null;
  readonly most: number | null;
  /** Standard error of the mean. */
  readonly error: number | null;
}

export function spreadOf(values: readonly (number | null)[]): Spread {
  const known = values.filter(value => value !== null);
  if (known.length === 0 || known.length < values.length) return { mean: null, least: null, most: null, error: null };
  const error = known.length > 1 ? standardError(known) : null;
  return { mean: meanOf(known), least: Math.min(...known), most: Math.max(...known), error };
}

/** A loss over the seeds, as cells of a row. */
export function lossCells(losses: readonly (number | null)[]) {
  const { mean, least, most, error } = spreadOf(losses);
  return { loss: mean, loss_low: least, loss_high: most, loss_error: error };
}
export type LossCells = ReturnType<typeof lossCells>;

/** ' (1.993 to 2.034 over 3 seeds)', after a mean loss; empty for one seed. */
export function lossSpread({ loss_low, loss_high, seeds }: LossCells & { readonly seeds: number }): string {
  return seeds > 1 ? ` (${loss_low?.toFixed(3)} to ${loss_high?.toFixed(3)} over ${seeds} seeds)` : '';
}

/** Columns of those cells. */
export const lossColumns = [
  { key: 'loss', title: 'Validation loss', unit: 'nats' },
  { key: 'loss_low', title: 'least of the seeds', unit: 'nats' },
  { key: 'loss_high', title: 'most', unit: 'nats' },
  { key: 'loss_error', title: 'standard error', unit: 'nats' },
] as const;

export const LOSS_BAND = {
  low: 'loss_low',
  high: 'loss_high',
  title: 'least and most of the seeds as a band',
} as const;

/** The share of right answers of one seed. Tries are the sequences, because answers within one are not independent. */
export interface SeedAccuracy {
  readonly accuracy: number | null;
  readonly sequences: number;
}

/**
 * An accuracy over the seeds, as cells of a row. The interval goes from the lower end of the worst seed's 95 % interval to the
 * upper end of the best one's; of one seed it is that seed's.
 */
export function accuracyCells(seeds: readonly SeedAccuracy[]) {
  const { mean, least, most, error } = spreadOf(seeds.map(({ accuracy }) => accuracy));
  const intervals = seeds.flatMap(({ accuracy, sequences }) =>
    accuracy === null ? [] : [wilson(accuracy, sequences)],
  );
  const [low, high] =
    mean === null
      ? [null, null]
      : [Math.min(...intervals.map(([from]) => from)), Math.max(...intervals.map(([, to]) => to))];
  return {
    accuracy: mean,
    accuracy_low: low,
    accuracy_high: high,
    accuracy_least: least,
    accuracy_most: most,
    accuracy_error: error,
  };
}
export type AccuracyCells = ReturnType<typeof accuracyCells>;

/** Columns of those cells. */
export const accuracyColumns = [
  { key: 'accuracy', title: 'Accuracy', unit: 'share' },
  ...intervalColumns,
  { key: 'accuracy_least', title: 'Accuracy, least of the seeds', unit: 'share' },
  { key: 'accuracy_most', title: 'most', unit: 'share' },
  { key: 'accuracy_error', title: 'standard error', unit: 'share' },
] as const;

export const ACCURACY_BAND = { low: 'accuracy_low', high: 'accuracy_high', title: '95 % interval as a band' } as const;

export const seedsColumn = { key: 'seeds', title: 'Seeds' } as const;
