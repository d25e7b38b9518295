/** The value of a cell; null, undefined, and numbers that are not finite give an empty one. */
export type CsvCell = string | number | null | undefined;

/** Text that a spreadsheet runs as a formula, also after spaces. A number is no formula. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A header and a line for each row (RFC 4180, but every line ends with \n). An apostrophe before text that a spreadsheet would
 * run as a formula makes it text there.
 */
export function csv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map(row => `${row.map(written).join(',')}\n`).join('');
}

function written(cell: CsvCell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (cell === null || cell === undefined) return '';
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  // At a semicolon or a tab some spreadsheets begin a new cell, unless the text is in quotes.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
