import type { Cell, Chart, Row } from '../../lab/experiments/experiment';
import type { CurveLine, PlotRow } from '../charts/bucket';

export type LineChart = Extract<Chart, { kind: 'line' }>;
type Drawn = Pick<LineChart, 'x' | 'y' | 'log' | 'band'>;

/** The name of the line that a row belongs to. */
export function nameOf({ series }: LineChart, row: Row): string {
  return series.map(key => String(row[key] ?? '')).join(' · ');
}

/** The rows that the chart is of. */
export function rowsOf({ rows: own }: LineChart, rows: readonly Row[]): readonly Row[] {
  return own ? rows.filter(row => own.values.includes(String(row[own.column]))) : rows;
}

/** Whether a cell has a place on an axis: a finite number, positive where it is logarithmic. */
export function fits(value: Cell | undefined, log: boolean): value is number {
  return typeof value === 'number' && Number.isFinite(value) && !(log && value <= 0);
}

/** The key of a line in the rows of a plot. A name is no key, because it can be any text. */
export function lineKey(index: number): string {
  return `line-${index}`;
}

/**
 * The lines of these names, of points with a place on the axes, by rising x. The ends of a band are lines beside its own, under the keys
 * that a plot reads: `${key}-low` and `${key}-high`.
 */
export function linesOf(chart: LineChart, rows: readonly Row[], names: readonly string[]): CurveLine[] {
  const { band, log } = chart;
  const placed = rows.filter(row => fits(row[chart.x], log.x)).sort((a, b) => Number(a[chart.x]) - Number(b[chart.x]));
  return names.flatMap((name, index) => {
    const own = placed.filter(row => nameOf(chart, row) === name);
    const line = (key: string, column: string, shown = own): CurveLine => {
      const kept = shown.filter(row => fits(row[column], log.y));
      return { key, x: kept.map(row => Number(row[chart.x])), y: kept.map(row => Number(row[column])) };
    };
    const key = lineKey(index);
    if (!band || !hasBand(chart, rows)) return [line(key, chart.y)];
    const between = own.filter(row => fits(row[band.low], log.y) && fits(row[band.high], log.y));
    return [line(key, chart.y), line(`${key}-low`, band.low, between), line(`${key}-high`, band.high, between)];
  });
}

/** Whether the ends of a band lie apart anywhere: those of a single seed's loss do not. */
export function hasBand({ band }: LineChart, rows: readonly Row[]): boolean {
  return band !== undefined && rows.some(row => row[band.low] !== row[band.high]);
}

/** All figures of rows that a plot must have room for, with the ends of bands. */
export function figuresOf({ x, y, band, log }: Drawn, rows: readonly Row[]): PlotRow[] {
  const columns = [y, ...(band ? [band.low, band.high] : [])];
  return rows.flatMap(row => {
    const at = row[x];
    if (!fits(at, log.x)) return [];
    const values = columns.flatMap(column => {
      const value = row[column];
      return fits(value, log.y) ? [[column, value] as const] : [];
    });
    return values.length > 0 ? [{ x: at, values: Object.fromEntries(values) }] : [];
  });
}

/** Words in place of a chart without a point; null: it has some. */
export function emptyWords(chart: Drawn, rows: readonly Row[]): string | null {
  if (figuresOf(chart, rows).length > 0) return null;
  const linear = { ...chart, log: { x: false, y: false } };
  return figuresOf(linear, rows).length > 0
    ? 'No figure here is above 0, and a log axis has no place for others.'
    : 'Nothing measured yet.';
}

/** The points of each line that cannot be drawn, and why: 'Not drawn: RNN at 127 (too small for float32).' */
export function notDrawn(chart: LineChart, rows: readonly Row[]): string {
  const missing = new Map<string, { readonly name: string; readonly why: string; readonly at: string[] }>();
  for (const row of rows) {
    const [x = null, y = null] = [row[chart.x], row[chart.y]];
    if (fits(x, chart.log.x) && fits(y, chart.log.y)) continue;
    const { status = 'measured' } = row;
    const least = (chart.log.x && isLow(x)) || (chart.log.y && isLow(y));
    const why = status !== 'measured' ? String(status) : least ? '0 and less have no place on a log axis' : 'no figure';
    const name = nameOf(chart, row);
    const entry = missing.get(JSON.stringify([name, why])) ?? { name, why, at: [] };
    entry.at.push(typeof x === 'number' ? x.toLocaleString('en') : String(x));
    missing.set(JSON.stringify([name, why]), entry);
  }
  const parts = [...missing.values()].map(({ name, why, at }) => `${name} at ${placesOf(at)} (${why})`);
  return parts.length > 0 ? `Not drawn: ${parts.join('; ')}.` : '';
}

function isLow(value: Cell): boolean {
  return typeof value === 'number' && value <= 0;
}

/** More places than this are told by their ends. */
const MOST_PLACES = 8;

function placesOf(at: readonly string[]): string {
  return at.length > MOST_PLACES ? `${at.length} points from ${at[0]} to ${at.at(-1)}` : at.join(', ');
}
