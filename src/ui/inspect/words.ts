import type { Inspection } from '../../lab/inspect/inspection';
import type { LagsView, LinesView, MatrixView, RowsView } from '../../models/view';
import { significant } from '../format';

type Reach = Inspection['reach'];

/** Three significant digits; amounts below 0.001 with a power of ten. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : significant(value);
}

export function withUnit(value: number, unit: string | undefined): string {
  return unit ? `${figure(value)} ${unit}` : figure(value);
}

/**
 * How much a token moves a prediction. Outside the receptive field a norm of 0 is exact; inside, it was too small for the numbers
 * of the device.
 */
export function reachWords(
  { norms, position }: Pick<Reach, 'norms' | 'position'>,
  token: number,
  seen: readonly boolean[],
): string {
  const norm = norms[token] ?? 0;
  return norm === 0 && seen[position - token] === true ? 'too small for this device’s numbers' : figure(norm);
}

/** 'token 7 “a”', counted from 1. */
export function tokenWords(glyphs: readonly string[], token: number): string {
  return `token ${token + 1} “${glyphs[token] ?? ''}”`;
}

/** The indices of the `count` values of largest magnitude, the largest first, without zeros. */
export function largestAt(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: values.length }, (_, i) => i)
    .filter(i => Math.abs(values[i] ?? 0) > 0)
    .sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0))
    .slice(0, count);
}

/** The three largest values and their tokens, for screen readers. */
export function largestWords(values: ArrayLike<number>, glyphs: readonly string[], unit?: string | undefined): string {
  const found = largestAt(values, 3).map(t => `${withUnit(values[t] ?? 0, unit)} at ${tokenWords(glyphs, t)}`);
  return found.length > 0 ? `Largest: ${found.join('; ')}.` : 'All are zero.';
}

export function rowsSummary(view: RowsView, glyphs: readonly string[]): string {
  const L = glyphs.length;
  const [least, most] = boundsOf(view.values);
  const cells = largestAt(view.values, 3).map(
    cell =>
      `${withUnit(view.values[cell] ?? 0, view.unit)} at ${tokenWords(glyphs, cell % L)}, ${view.rowName} ${Math.floor(cell / L)}`,
  );
  const range = `${view.rows} rows by ${L} tokens, from ${figure(least)} to ${withUnit(most, view.unit)}.`;
  return cells.length > 0 ? `${range} Largest: ${cells.join('; ')}.` : range;
}

export function linesSummary(view: LinesView, glyphs: readonly string[]): string {
  return view.series
    .map(({ name, values }) => {
      const [least, most] = boundsOf(values);
      return `${name}: from ${figure(least)} to ${withUnit(most, view.unit)}. ${largestWords(values, glyphs, view.unit)}`;
    })
    .join(' ');
}

export function matrixSummary(view: MatrixView, glyphs: readonly string[], row: number): string {
  const L = glyphs.length;
  const taken = view.values.subarray(row * L, (row + 1) * L);
  return `${L} by ${L} tokens. What ${tokenWords(glyphs, row)} takes. ${largestWords(taken, glyphs, view.unit)}`;
}

export function lagsSummary(view: LagsView): string {
  return view.series
    .map(({ name, values }) => {
      const found = largestAt(values, 3).map(lag => `${figure(values[lag] ?? 0)} at lag ${lag}`);
      return `${name}: ${found.length > 0 ? `largest ${found.join(', ')}` : 'all zero'}.`;
    })
    .join(' ');
}

/** The least and the greatest value, without NaN; [0, 0] if there are none. */
export function boundsOf(values: ArrayLike<number>): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [0, 0];
}
