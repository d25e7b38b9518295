import type { Cell, Column, Experiment, Row } from '../../src/lab/experiments/experiment';
import { count } from '../../src/lab/experiments/phrases';
import type { ResultTable } from './strong_run';

export function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...lines.map(line)].join('\n');
}

interface Pivot<R> {
  readonly down: readonly string[];
  readonly across: string;
  /** Of the columns in `down`. */
  readonly titles: readonly string[];
  /** Undefined: no row has this place. */
  readonly cell: (row: R | undefined) => string;
}

/** A table with a line for each combination of `down` and a column for each value of `across`, in the order of the rows. */
export function pivot<R extends Row>(rows: readonly R[], { down, across, titles, cell }: Pivot<R>): string {
  const keyOf = (row: Row): string => JSON.stringify(down.map(key => row[key]));
  const heads = [...new Set(rows.map(row => row[across] ?? null))];
  const lines = [...new Map(rows.map(row => [keyOf(row), row])).entries()];
  return markdownTable(
    [...titles, ...heads.map(words)],
    lines.map(([key, first]) => [
      ...down.map(name => words(first[name] ?? null)),
      ...heads.map(head => cell(rows.find(row => keyOf(row) === key && (row[across] ?? null) === head))),
    ]),
  );
}

export function resultTable(table: ResultTable, { columns }: Experiment, rows: readonly Row[]): string {
  const column = (key: string): Column => columns.find(own => own.key === key) ?? { key, title: key };
  const title = (key: string): string => {
    const { title, unit } = column(key);
    return unit === undefined || unit === 'share' ? title.toLowerCase() : `${title.toLowerCase()}, ${unit}`;
  };
  switch (table.kind) {
    case 'pivot': {
      const { down, across, value } = table;
      const cell = (row: Row | undefined): string => (row ? spreadWords(row, column(value)) : '–');
      const lines = pivot(rows, { down, across, titles: down.map(title), cell });
      const spread = rows.some(row => cell(row).includes('(')) ? '; mean of the seeds, least to most in brackets' : '';
      return `${capital(`${title(value)} by ${title(across)}${spread}`)}.\n\n${lines}`;
    }
    case 'columns':
      return markdownTable(
        table.columns.map(title),
        rows.map(row => table.columns.map(key => spreadWords(row, column(key)))),
      );
    default:
      return table satisfies never;
  }
}

/** '99.4 % (98.2–100.0)': a mean with the least and the most of its seeds, or why there is none. */
export function spreadWords(row: Row, { key, unit }: Column): string {
  const value = row[key] ?? null;
  if (value === null) return String(row.status ?? '–');
  if (typeof value !== 'number') return words(value);
  const own = figure(value, unit);
  const [least, most] = [row[`${key}_least`] ?? row[`${key}_low`], row[`${key}_most`] ?? row[`${key}_high`]];
  const several = typeof row.seeds === 'number' && row.seeds > 1;
  const percent = unit === 'share' ? ' %' : '';
  if (!several || typeof least !== 'number' || typeof most !== 'number') return `${own}${percent}`;
  return `${own}${percent} (${figure(least, unit)}–${figure(most, unit)})`;
}

function figure(value: number, unit: string | undefined): string {
  if (unit === 'share') return (100 * value).toFixed(1);
  if (unit === 'nats' || unit === 'bits') return value.toFixed(3);
  if (Number.isInteger(value)) return count(value);
  return Number(value.toPrecision(3)).toString();
}

function words(cell: Cell): string {
  return cell === null ? '–' : typeof cell === 'number' ? cell.toLocaleString('en') : cell;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
