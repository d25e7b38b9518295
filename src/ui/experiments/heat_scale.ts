import { significant } from '../format';
import type { Grid } from './grid';

/** How a heat map shows values. */
export interface HeatScale {
  /** What the caption says of the unit: 'in %'. */
  readonly unit: string;
  /** Place on the colour scale, 0 (dark) to 1 (light). */
  readonly placeOf: (value: number) => number;
  readonly words: (value: number) => string;
  /** Words at the dark and at the light end. */
  readonly ends: readonly [dark: string, light: string];
  /** The value that is marked as the best; null: none is. */
  readonly best: number | null;
}

export const shareScale: HeatScale = {
  unit: 'in %',
  placeOf: share => share,
  words: perCent,
  ends: ['0 %', '100 %'],
  best: null,
};

/** From the largest value of a grid, which is dark, to the least, which is light and marked. `unit` may be empty. */
export function leastIsBest(grid: Grid, unit: string): HeatScale {
  const values = grid.cells.flat().flatMap(cell => (cell && cell.value !== null ? [cell.value] : []));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const words = (value: number): string => significant(value, 4);
  return {
    unit: unit === '' ? '' : `in ${unit}`,
    placeOf: value => (most > least ? (most - value) / (most - least) : 1),
    words,
    ends: values.length > 0 ? [words(most), words(least)] : ['', ''],
    best: values.length > 1 ? least : null,
  };
}

/** 100 · 99.6 · 8.6 */
function perCent(share: number): string {
  const value = (100 * share).toFixed(1);
  return value === '100.0' ? '100' : value;
}

/** 'Accuracy in %: a row for each contender, a column for each length' */
export function gridWords(value: string, down: string, across: string, { unit }: HeatScale): string {
  const rows = down === '' ? '' : `a row for each ${down}, `;
  return `${value}${unit === '' ? '' : ` ${unit}`}: ${rows}a column for each ${across}`;
}
