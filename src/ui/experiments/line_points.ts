import type { Cell, Chart, Row } from '../../lab/experiments/experiment';

export type LineChart = Extract<Chart, { kind: 'line' }>;

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

/** The points that can be drawn: finite numbers, positive on a log axis. */
export function pointsOf(chart: LineChart, rows: readonly Row[]) {
  return rows.flatMap(row => {
    const x = row[chart.x];
    const y = row[chart.y];
    return fits(x, chart.log.x) && fits(y, chart.log.y) ? [{ x, y, series: nameOf(chart, row) }] : [];
  });
}

/** The key of a line in the rows of a plot. A name is no key, because it can be any text. */
export function lineKey(index: number): string {
  return `line-${index}`;
}

/** The ends of the band at x for the lines of these names, as `Plot` reads them: `${key}-low` and `${key}-high`. */
export function bandAt(
  chart: LineChart,
  rows: readonly Row[],
  x: number,
  names: readonly string[],
): Record<string, number> {
  const { band } = chart;
  if (!band) return {};
  const ends = rows
    .filter(row => row[chart.x] === x)
    .flatMap(row => {
      const [low = null, high = null] = [row[band.low], row[band.high]];
      const key = lineKey(names.indexOf(nameOf(chart, row)));
      return fits(low, chart.log.y) && fits(high, chart.log.y)
        ? [
            [`${key}-low`, low],
            [`${key}-high`, high],
          ]
        : [];
    });
  return Object.fromEntries(ends);
}

/** Whether the ends of a band lie apart anywhere: those of a single seed's loss do not. */
export function hasBand({ band }: LineChart, rows: readonly Row[]): boolean {
  return band !== undefined && rows.some(row => row[band.low] !== row[band.high]);
}

/** All ends of bands that can be drawn, for the bounds of y. */
export function bandEnds(chart: LineChart, rows: readonly Row[]): number[] {
  const ends = rows.flatMap(row => (chart.band ? [row[chart.band.low], row[chart.band.high]] : []));
  return ends.filter(end => fits(end, chart.log.y));
}

/** The points of each line that cannot be drawn, and why: 'Not drawn: RNN at 127 (too small for float32).' */
export function notDrawn(chart: LineChart, rows: readonly Row[]): string {
  const missing = new Map<string, { readonly name: string; readonly why: string; readonly at: string[] }>();
  for (const row of rows) {
    const [x = null, y = null] = [row[chart.x], row[chart.y]];
    if (fits(x, chart.log.x) && fits(y, chart.log.y)) continue;
    const { status = 'measured' } = row;
    const zero = (chart.log.x && x === 0) || (chart.log.y && y === 0);
    const why = status !== 'measured' ? String(status) : zero ? '0 has no place on a log axis' : 'no figure';
    const name = nameOf(chart, row);
    const entry = missing.get(JSON.stringify([name, why])) ?? { name, why, at: [] };
    entry.at.push(typeof x === 'number' ? x.toLocaleString('en') : String(x));
    missing.set(JSON.stringify([name, why]), entry);
  }
  const parts = [...missing.values()].map(({ name, why, at }) => `${name} at ${at.join(', ')} (${why})`);
  return parts.length > 0 ? `Not drawn: ${parts.join('; ')}.` : '';
}
