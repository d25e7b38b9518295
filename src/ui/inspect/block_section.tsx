import type { Inspection } from '../../lab/inspect/inspection';
import { LagsPanel } from './lags_panel';
import { LinesPanel } from './lines_panel';
import { MatrixPanel } from './matrix_panel';
import { RowsPanel } from './rows_panel';
import type { TokenAxis } from './token_axis';
import { grouped } from './view_groups';
import './block_section.css';

interface Props {
  readonly block: Inspection['blocks'][number];
  /** Place in the model, from 1. */
  readonly place: number;
  readonly glyphs: readonly string[];
  readonly axis: TokenAxis;
  /** Width of the visible board in CSS pixels. */
  readonly room: number;
}

/** One block of the model: all its views, one below the other. */
export function BlockSection({ block, place, glyphs, axis, room }: Props) {
  return (
    <details className="board-block" open>
      <summary>
        <h3>
          Block {place} · {block.title}
        </h3>
      </summary>
      {grouped(block.views).map(group => {
        switch (group.kind) {
          case 'lines':
            return <LinesPanel key={group.view.key} view={group.view} place={place} glyphs={glyphs} axis={axis} />;
          case 'rows':
            return <RowsPanel key={group.view.key} view={group.view} place={place} glyphs={glyphs} axis={axis} />;
          case 'matrix':
            return (
              <MatrixPanel
                key={group.views[0]?.key}
                views={group.views}
                place={place}
                glyphs={glyphs}
                axis={axis}
                room={room}
              />
            );
          case 'lags':
            return <LagsPanel key={group.views[0]?.key} views={group.views} place={place} room={room} />;
          default:
            return group satisfies never;
        }
      })}
    </details>
  );
}
