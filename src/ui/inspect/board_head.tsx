import type { ReactNode } from 'react';
import './board_head.css';

interface Props {
  readonly title: string;
  readonly unit?: string | undefined;
  readonly help: string;
  readonly legend?: ReactNode;
  /** What saves the drawing. */
  readonly save?: ReactNode;
  /** Values at the token under the pointer or chosen. */
  readonly readout?: ReactNode;
}

/** The title of a drawing and how to read it; it stays in view when the tokens scroll sideways. */
export function BoardHead({ title, unit, help, legend, save, readout }: Props) {
  return (
    <header className="board-head row wrap">
      <h4>
        {title}
        {unit ? <span className="muted unit"> {unit}</span> : null}
      </h4>
      {legend}
      {save}
      {readout ? <p className="board-readout number">{readout}</p> : null}
      <p className="board-help muted small">{help}</p>
    </header>
  );
}
