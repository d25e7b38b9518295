import type { AdapterReport } from '../lab/worker/protocol';
import { methodOf, type ReportRow, reportOf, shareWords } from './measurement_report';
import type { Measurement } from './stores/measurement';

/** The machine of a measurement. */
export interface MeasuredOn {
  readonly adapter: Pick<AdapterReport, 'adapter' | 'software'>;
  /** The user agent string of the browser. */
  readonly browser: string;
  readonly processors: number;
}

/** Escapes a text for Markdown, because a name may look like a link, a tag, or emphasis. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*{}[\]<>|#~&!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(plain).join(' | ')} |`;
}

function cellsOf({ name, median, spread, repeats, share, counts, failure }: ReportRow): string[] {
  if (failure !== null) return [name, `failed: ${failure}`, '', '', '', ''];
  return [name, median, spread, share === null ? '' : shareWords(share), counts.join('; '), repeats];
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const used = heading.map((_, column) => column === 0 || rows.some(cells => cells[column] !== ''));
  return [heading, heading.map(() => '---'), ...rows].map(cells => line(cells.filter((_, column) => used[column])));
}

/** The whole report as Markdown. */
export function markdownOf(
  { rows, choices, status }: Pick<Measurement, 'rows' | 'choices' | 'status'>,
  { adapter, browser, processors }: MeasuredOn,
): string {
  const where = `${adapter.adapter}${adapter.software ? ', not a GPU: this says nothing about one' : ''}; ${browser}; ${processors} logical processors.`;
  const tables = reportOf(rows).flatMap(({ title, note, shareTitle, rows: own }) => [
    `## ${title}`,
    '',
    note,
    '',
    ...table(
      ['', 'median', 'fastest – slowest tenth', shareTitle ?? '', 'counts', 'samples × repetitions'],
      own.map(cellsOf),
    ),
    '',
  ]);
  const tried = choices.map(({ key, usual, chosen, usualMilliseconds, chosenMilliseconds }) => [
    key,
    usual,
    chosen === usual ? '' : chosen,
    chosen === usual ? '' : `${(usualMilliseconds / chosenMilliseconds).toFixed(2)} ×`,
  ]);
  const variants =
    tried.length > 0
      ? ['## Variants of kernels', '', ...table(['kernel and sizes', 'usual', 'faster here', 'by'], tried), '']
      : [];
  const partial = status === 'finished' ? [] : ['Not finished: some rows are missing.', ''];
  return ['# Unroll: this machine', '', where, '', methodOf(rows), '', ...partial, ...tables, ...variants].join('\n');
}
