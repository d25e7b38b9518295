import { type PointerEvent, useMemo, useState } from 'react';
import type { MatrixView } from '../../models/view';
import { point, want } from '../stores/inspection';
import { ColourLegend } from './colour_legend';
import { HeatCanvas } from './heat_canvas';
import { rooted } from './palette';
import { useChosen, useLookedAt } from './position';
import { SaveCells } from './save_cells';
import { largestAt, matrixSummary, tokenWords, withUnit } from './words';
import './matrix_map.css';

interface Props {
  readonly view: MatrixView;
  /** Of the block, from 1. */
  readonly place: number;
  readonly glyphs: readonly string[];
  /** CSS pixels that the map may take. */
  readonly room: number;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

const usualSide = 288;

/** A square map: row t shows what token t takes from the token of each column. A press chooses the token of the row. */
export function MatrixMap({ view, place, glyphs, room }: Props) {
  const [cell, setCell] = useState<Cell | null>(null);
  const chosen = useChosen();
  const lookedAt = useLookedAt();
  const L = glyphs.length;
  const size = sizeOfCell(L, room);
  const side = L * size;
  const scale = useMemo(() => rooted(view.scale), [view.scale]);
  const grid = useMemo(() => ({ rows: L, columns: L, values: view.values }), [view.values, L]);
  const cellAt = (event: PointerEvent): Cell => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const at = (pixels: number) => Math.min(L - 1, Math.max(0, Math.floor(pixels / size)));
    return { row: at(event.clientY - top), column: at(event.clientX - left) };
  };
  return (
    <figure className="matrix" style={{ width: Math.max(side + 2, 200) }}>
      <figcaption>
        <strong>{view.title}</strong>
        <ColourLegend scale={scale} unit={view.unit} />
        <SaveCells
          title={`${view.title}, block ${place}`}
          unit={view.unit ?? ''}
          grid={grid}
          scale={scale}
          columns={glyphs}
          rows={glyphs}
          down="token"
        />
        <span className="sr-only">{matrixSummary(view, glyphs, chosen)}</span>
      </figcaption>
      <div
        className="matrix-map"
        style={{ width: side, height: side }}
        aria-hidden="true"
        onPointerMove={event => {
          const at = cellAt(event);
          setCell(at);
          point(at.column);
        }}
        onPointerLeave={() => {
          setCell(null);
          point(null);
        }}
        onPointerDown={event => want({ position: cellAt(event).row })}
      >
        <HeatCanvas grid={grid} scale={scale} width={side} height={side} />
        <span className="matrix-row" style={{ top: chosen * size, height: size }} />
        <span className="matrix-column" style={{ left: lookedAt * size, width: size }} />
      </div>
      <p className="small number matrix-readout">{words(view, glyphs, cell, chosen)}</p>
    </figure>
  );
}

/** Whole pixels, so that all cells are equal. */
function sizeOfCell(L: number, room: number): number {
  return Math.max(1, Math.min(Math.round(usualSide / L), Math.floor(room / L)));
}

function words(view: MatrixView, glyphs: readonly string[], cell: Cell | null, chosen: number): string {
  const L = glyphs.length;
  if (cell) {
    const value = withUnit(view.values[cell.row * L + cell.column] ?? Number.NaN, view.unit);
    return `${tokenWords(glyphs, cell.row)} takes ${value} from ${tokenWords(glyphs, cell.column)}`;
  }
  const row = view.values.subarray(chosen * L, (chosen + 1) * L);
  const [from] = largestAt(row, 1);
  if (from === undefined) return `${tokenWords(glyphs, chosen)} takes nothing`;
  return `${tokenWords(glyphs, chosen)} takes the most, ${withUnit(row[from] ?? 0, view.unit)}, from ${tokenWords(glyphs, from)}`;
}
