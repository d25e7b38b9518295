import { csv } from '../export/csv';
import type { Row } from './experiment';

/** A header of column keys and a line for each row. */
export function toCsv(columns: readonly { readonly key: string }[], rows: readonly Row[]): string {
  return csv(
    columns.map(({ key }) => key),
    rows.map(row => columns.map(({ key }) => row[key])),
  );
}
