import type { ReactNode } from 'react';
import { type TokenAxis, widthOf } from './token_axis';
import './board.css';
import './board_row.css';

interface Props {
  readonly axis: TokenAxis;
  /** CSS pixels. */
  readonly height: number;
  /** Drawn left of the tokens; stays in view. */
  readonly aside?: ReactNode;
  /** The drawing in words, for screen readers. */
  readonly summary: string;
  readonly children: ReactNode;
}

/** A drawing over the token axis, with labels on its left. */
export function BoardRow({ axis, height, aside, summary, children }: Props) {
  return (
    <figure className="board-row" style={{ height }}>
      <figcaption className="sr-only">{summary}</figcaption>
      <div className="board-gutter" aria-hidden="true">
        {aside}
      </div>
      <div className="board-plot" style={{ width: widthOf(axis) }} aria-hidden="true" data-axis="">
        {children}
      </div>
    </figure>
  );
}
