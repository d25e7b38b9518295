import type { Cell, Row } from '../../lab/experiments/experiment';

/** What a run of a button of the tour gave: `npm run evidence -- NAME` makes the file of that name in tour/evidence. */
export interface Evidence {
  /** That of the button. */
  readonly name: string;
  readonly command: string;
  readonly adapter: string;
  readonly machine: string;
  /** Year, month, day. */
  readonly date: string;
  /** Wall-clock. */
  readonly seconds: number;
  /** What ran, with every default filled in: a race, or an experiment and its parameters. */
  readonly config: unknown;
  /** Of the config: the button's has the same, or `stale` says what has changed. */
  readonly hash: string;
  /** What has changed since; null: nothing. */
  readonly stale: string | null;
  /** Of a race: its validations. Of an experiment: its rows. */
  readonly rows: readonly Row[];
}

/** The number in a column of the one row that has these cells. Throws RangeError. */
export function figure({ name, rows }: Evidence, cells: Readonly<Record<string, Cell>>, column: string): number {
  const found = rows.filter(row => Object.entries(cells).every(([key, cell]) => row[key] === cell));
  const value = found[0]?.[column];
  if (found.length === 1 && typeof value === 'number') return value;
  throw new RangeError(`${name}: ${found.length} rows have ${JSON.stringify(cells)}; ${column} is ${value}`);
}

/** Where and when it ran: 'SwiftShader (software) on two cores, 2026-11-28'. */
export function settingWords({ adapter, machine, date }: Evidence): string {
  return `${adapter} on ${machine}, ${date}`;
}
