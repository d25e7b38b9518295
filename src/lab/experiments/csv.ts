import type { Cell, Row } from './experiment';

/** A header of column keys and a line for each row (RFC 4180, but lines end with \n); null is empty. */
export function toCsv(columns: readonly { readonly key: string }[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ key }) => quote(key)),
    ...rows.map(row => columns.map(({ key }) => quote(row[key] ?? null))),
  ];
  return lines.map(line => `${line.join(',')}\n`).join('');
}

function quote(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
