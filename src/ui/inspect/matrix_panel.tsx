import { useMemo } from 'react';
import type { MatrixView } from '../../models/view';
import { BoardRow } from './board_row';
import { HeatCanvas } from './heat_canvas';
import { MatrixMap } from './matrix_map';
import { rooted } from './palette';
import { useChosen } from './position';
import { SideBySide } from './side_by_side';
import { type TokenAxis, widthOf } from './token_axis';
import { matrixSummary, tokenWords } from './words';
import './board.css';
import './board_head.css';
import './matrix_panel.css';

interface Props {
  readonly views: readonly MatrixView[];
  /** Of the block, from 1. */
  readonly place: number;
  readonly glyphs: readonly string[];
  readonly axis: TokenAxis;
  /** Width of the visible board in CSS pixels. */
  readonly room: number;
}

const stripHeight = 14;

/** What tokens take from each other: maps side by side, and the row of the chosen token over the token axis. */
export function MatrixPanel({ views, place, glyphs, axis, room }: Props) {
  const chosen = useChosen();
  return (
    <section className="board-view">
      <SideBySide views={views} draw={view => <MatrixMap view={view} place={place} glyphs={glyphs} room={room - 26} />}>
        <p className="board-help muted small">
          On the tokens: the row of {tokenWords(glyphs, chosen)}
          {views.length > 1 ? ', one strip for each map' : ''}.
        </p>
      </SideBySide>
      {views.map(view => (
        <MatrixStrip
          key={view.key}
          label={views.length > 1 ? view.title.split(' ').slice(-2).join(' ') : 'its row'}
          view={view}
          glyphs={glyphs}
          axis={axis}
          row={chosen}
        />
      ))}
    </section>
  );
}

interface StripProps {
  readonly label: string;
  readonly view: MatrixView;
  readonly glyphs: readonly string[];
  readonly axis: TokenAxis;
  readonly row: number;
}

function MatrixStrip({ label, view, glyphs, axis, row }: StripProps) {
  const L = glyphs.length;
  const scale = useMemo(() => rooted(view.scale), [view.scale]);
  const grid = useMemo(
    () => ({ rows: 1, columns: L, values: view.values.subarray(row * L, (row + 1) * L) }),
    [view.values, row, L],
  );
  return (
    <BoardRow
      axis={axis}
      height={stripHeight}
      aside={<span className="board-label muted one-line">{label}</span>}
      summary={matrixSummary(view, glyphs, row)}
    >
      <HeatCanvas grid={grid} scale={scale} width={widthOf(axis)} height={stripHeight} />
    </BoardRow>
  );
}
