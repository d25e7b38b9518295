import type { ReactNode } from 'react';
import { useId } from 'react';
import { downloadText } from '../download';
import { IconButton } from '../kit/icon_button';
import { Swatch } from '../kit/swatch';
import './legend.css';
import './chart_frame.css';

interface Props {
  readonly title: string;
  readonly unit: string;
  /** The choices of axis and scale. */
  readonly controls?: ReactNode;
  /** Shown beside the title: the race's lines with their latest values. */
  readonly legend: readonly { readonly slot: number; readonly name: string; readonly value: string }[];
  /** What a reader who cannot see the lines should know. */
  readonly summary: string;
  /** What to do while there is nothing to draw. */
  readonly empty: string | null;
  readonly file: { readonly name: string; readonly text: () => string };
  readonly children: ReactNode;
  readonly note?: string;
  readonly className?: string;
}

/** A chart with its title, legend, summary, and the way to its data. */
export function ChartFrame({
  title,
  unit,
  controls,
  legend,
  summary,
  empty,
  file,
  children,
  note,
  className = '',
}: Props) {
  const id = useId();
  return (
    <section className={`panel chart ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>
          {title} <span className="muted unit">{unit}</span>
        </h2>
        <div className="panel-controls">
          {controls}
          <IconButton
            icon="download"
            tiny
            label={`${title}: data as CSV`}
            disabled={empty !== null}
            onClick={() => downloadText(file.name, file.text())}
          />
        </div>
      </header>
      <ul className="legend">
        {legend.map(({ slot, name, value }) => (
          <li key={slot}>
            <Swatch slot={slot} />
            <span className="legend-name cut" title={name}>
              {name}
            </span>{' '}
            <span className="number legend-value">{value}</span>
          </li>
        ))}
      </ul>
      <figure className="plot">
        <figcaption className="sr-only">{summary}</figcaption>
        {empty === null ? children : <p className="empty">{empty}</p>}
      </figure>
      {note ? <p className="muted small">{note}</p> : null}
    </section>
  );
}
