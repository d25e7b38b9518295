import type { Cell, Column, Experiment, Row } from '../../lab/experiments/experiment';
import { ScrollRegion } from '../kit/scroll_region';
import { cellWords, unitOf } from './cell_words';
import './figures.css';
import './rows_table.css';

export function RowsTable({ experiment, rows }: { experiment: Experiment; rows: readonly Row[] }) {
  const { columns } = experiment;
  const numeric = new Set(
    columns.filter(({ key }) => rows.some(row => typeof row[key] === 'number')).map(({ key }) => key),
  );
  return (
    <ScrollRegion label={`${experiment.title}: all rows`} className="tall">
      <table className="figures small">
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.key} scope="col" className={numeric.has(column.key) ? 'figure' : ''}>
                {column.title}
                <Unit column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added at the end
            <tr key={i}>
              {columns.map(column => (
                <Figure key={column.key} column={column} cell={row[column.key] ?? null} why={whyOf(row)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Unit({ column }: { column: Column }) {
  const unit = unitOf(column);
  return unit === null ? null : <span className="muted unit">{unit}</span>;
}

function Figure({ column, cell, why }: { column: Column; cell: Cell; why: string }) {
  const words = cellWords(cell, column);
  if (words === null) return <td className="figure muted">{why}</td>;
  return <td className={typeof cell === 'number' ? 'number figure' : ''}>{words}</td>;
}

/** Why a row lacks a figure. */
function whyOf(row: Row): string {
  return typeof row.status === 'string' && row.status !== 'measured' ? row.status : 'not defined';
}
