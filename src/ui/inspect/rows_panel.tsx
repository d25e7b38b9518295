import { type PointerEvent, useMemo, useState } from 'react';
import type { RowsView } from '../../models/view';
import { BoardHead } from './board_head';
import { BoardRow } from './board_row';
import { ColourLegend } from './colour_legend';
import { HeatCanvas } from './heat_canvas';
import { poolRows } from './heat_map';
import { measuredRoot } from './palette';
import { useLookedAt } from './position';
import { SaveCells } from './save_cells';
import { type TokenAxis, widthOf } from './token_axis';
import { boundsOf, figure, rowsSummary, tokenWords, withUnit } from './words';
import './board.css';

interface Props {
  readonly view: RowsView;
  /** Of the block, from 1. */
  readonly place: number;
  readonly glyphs: readonly string[];
  readonly axis: TokenAxis;
}

const tallest = 128;
const tallestRow = 16;

/** A view of (rows, L) values as colours. */
export function RowsPanel({ view, place, glyphs, axis }: Props) {
  const [row, setRow] = useState<number | null>(null);
  const columns = glyphs.length;
  const { rows, values } = view;
  const scale = useMemo(() => measuredRoot(view.scale), [view.scale]);
  const grid = useMemo(() => poolRows({ rows, columns, values }, tallest), [rows, columns, values]);
  const height = grid.rows * Math.max(1, Math.min(tallestRow, Math.floor(tallest / grid.rows)));
  const label = `${rows} ${rows === 1 ? view.rowName : plural(view.rowName)}`;
  const point = (event: PointerEvent) => {
    const { top } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientY - top) / height) * rows);
    setRow(at >= 0 && at < rows ? at : null);
  };
  return (
    <section className="board-view">
      <BoardHead
        title={view.title}
        help={
          rows > tallest
            ? `${view.help} The picture has ${tallest} lines, each with the largest value of its ${plural(view.rowName)}.`
            : view.help
        }
        legend={<ColourLegend scale={scale} unit={view.unit} />}
        save={
          <SaveCells
            title={`${view.title}, block ${place}`}
            unit={view.unit ?? ''}
            grid={grid}
            scale={scale}
            columns={glyphs}
            rows={null}
            down={label}
          />
        }
        readout={<RowsReadout view={view} glyphs={glyphs} row={row} />}
      />
      <BoardRow
        axis={axis}
        height={height}
        aside={<span className="board-label muted">{label}</span>}
        summary={rowsSummary(view, glyphs)}
      >
        <div onPointerMove={point} onPointerLeave={() => setRow(null)}>
          <HeatCanvas grid={grid} scale={scale} width={widthOf(axis)} height={height} />
        </div>
      </BoardRow>
    </section>
  );
}

function RowsReadout({ view, glyphs, row }: Omit<Props, 'axis' | 'place'> & { row: number | null }) {
  const token = useLookedAt();
  const L = glyphs.length;
  const { rows, values, unit, rowName } = view;
  const where = tokenWords(glyphs, token);
  if (row !== null) return `${where}, ${rowName} ${row}: ${withUnit(values[row * L + token] ?? Number.NaN, unit)}`;
  const column = Float32Array.from({ length: rows }, (_, r) => values[r * L + token] ?? Number.NaN);
  const [least, most] = boundsOf(column);
  const mean = column.reduce((sum, value) => sum + value, 0) / rows;
  return `${where}: mean ${figure(mean)}, from ${figure(least)} to ${withUnit(most, unit)}`;
}

function plural(name: string): string {
  return name.endsWith('s') ? name : `${name}s`;
}
