import { RunFileError } from './run_file_error';

/**
 * Tables of numbers as CSV, bit for bit: each number is the shortest text that reads as it, `-0`, `Infinity`, and `-Infinity`
 * are written so, and an empty cell is NaN.
 */
export function writeNumbers(header: readonly string[], rows: Iterable<readonly (number | string)[]>): string {
  const lines = [header.join(',')];
  for (const row of rows) lines.push(row.map(cellOf).join(','));
  return `${lines.join('\n')}\n`;
}

function cellOf(value: number | string): string {
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}

const NUMBER = /^-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)$/;

/** Calls `take` with the cells of each row. Throws RunFileError, which names the file and the line. */
export function readRows(
  file: string,
  text: string,
  header: readonly string[],
  take: (cells: readonly string[], at: string) => void,
): void {
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const until = end < 0 ? text.length : end;
    const cells = text.slice(from, until).replace(/\r$/, '').split(',');
    from = until + 1;
    line++;
    const at = `${file}, line ${line}`;
    if (line === 1 && cells.join() !== header.join())
      throw new RunFileError(`${at} must be '${header.join()}'. Download the run again.`);
    if (cells.length !== header.length)
      throw new RunFileError(`${at} has ${cells.length} cells, not ${header.length}. Download the run again.`);
    if (line > 1) take(cells, at);
  }
  if (line === 0) throw new RunFileError(`${file} is empty. Download the run again.`);
}

/** The number of a cell. Throws RunFileError. */
export function numberOf(cell: string, at: string): number {
  if (cell === '') return Number.NaN;
  if (!NUMBER.test(cell)) throw new RunFileError(`${at} has a cell that is no number. Download the run again.`);
  return Number(cell);
}
