import type { Evidence } from './evidence';
import { lastRow, numberIn, rowsOf } from './evidence_rows';

/** A part of a claim, beside the figures of a run. */
export interface Check {
  /** What is claimed, with its bound. */
  readonly says: string;
  /** What the run gave. */
  readonly measured: string;
  /** Null: a figure is missing, so the run cannot tell. */
  readonly holds: boolean | null;
}

/** A figure with its name: null if the run has none. */
type Figures<K extends string> = Readonly<Record<K, number | null>>;

/** Compares figures of a run with what is claimed. Without all of them it cannot tell. */
export function check<K extends string>(
  says: string,
  figures: Figures<K>,
  words: (figures: Readonly<Record<K, number>>) => string,
  holds: (figures: Readonly<Record<K, number>>) => boolean,
): Check {
  if (!isWhole(figures)) return { says, measured: 'no figure', holds: null };
  return { says, measured: words(figures), holds: holds(figures) };
}

function isWhole<K extends string>(figures: Figures<K>): figures is Readonly<Record<K, number>> {
  return Object.values(figures).every(value => typeof value === 'number');
}

/** The last accuracy of a contender, as a share. */
export function accuracyOf(evidence: Evidence, contender: string): number | null {
  return numberIn(lastRow(evidence, contender), 'accuracy');
}

/** The last loss of a contender. */
export function lossOf(evidence: Evidence, contender: string): number | null {
  return numberIn(lastRow(evidence, contender), 'loss');
}

/** A contender's accuracy at a tested length. */
export function accuracyAt(evidence: Evidence, contender: string, length: number): number | null {
  return numberIn(
    rowsOf(evidence, contender).find(row => row.length === length),
    'accuracy',
  );
}

/** What a token costs at a position: `milliseconds`, or `bytes` of state. */
export function costAt(
  evidence: Evidence,
  contender: string,
  column: 'milliseconds' | 'bytes',
  position: number,
  method: 'carried state' | 'naive' = 'carried state',
): number | null {
  const row = rowsOf(evidence, contender).find(one => one.method === method && one.position === position);
  return numberIn(row, column);
}

/** Whether all checks hold. Null: one cannot tell. */
export function verdict(checks: readonly Check[]): boolean | null {
  if (checks.some(({ holds }) => holds === false)) return false;
  return checks.every(({ holds }) => holds === true) ? true : null;
}
