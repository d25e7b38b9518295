import type { ReactNode } from 'react';
import { downloadText } from '../download';
import { IconButton } from '../kit/icon_button';
import { Swatch } from '../kit/swatch';
import { Panel } from '../panels/panel';
import './legend.css';
import './chart_frame.css';

interface LegendItem {
  readonly slot: number;
  readonly name: string;
  readonly value: string;
  /** Where the line is a mean: shows the single lines behind it, while it is pointed at or for as long as it is pressed. */
  readonly single?: {
    readonly pressed: boolean;
    readonly onPoint: (over: boolean) => void;
    readonly onPress: () => void;
  };
}

interface Props {
  readonly title: string;
  readonly unit: string;
  /** Buttons that choose the axis and the scale. */
  readonly controls?: ReactNode;
  /** The lines with their latest values, below the title. */
  readonly legend: readonly LegendItem[];
  /** A summary for readers who cannot see the lines. */
  readonly summary: string;
  /** Words in place of the chart; null: there is something to draw. */
  readonly empty: string | null;
  readonly file: { readonly name: string; readonly text: () => string };
  readonly children: ReactNode;
  readonly note?: string;
  readonly className?: string;
}

/** A chart with its title, legend, summary, and a button that saves its data. */
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
  const download = (
    <IconButton
      icon="download"
      tiny
      label={`${title}: data as CSV`}
      disabled={empty !== null}
      onClick={() => downloadText(file.name, file.text())}
    />
  );
  return (
    <Panel
      title={title}
      unit={unit}
      className={`chart ${className}`}
      controls={
        <>
          {controls}
          {download}
        </>
      }
    >
      <ul className="legend wrap">
        {legend.map(({ slot, name, value, single }) => (
          <li key={slot}>
            <Swatch slot={slot} />
            {single ? (
              <button
                type="button"
                className="button quiet tiny legend-name short-name cut"
                title={`${name}: show every seed`}
                aria-pressed={single.pressed}
                onClick={single.onPress}
                onPointerEnter={() => single.onPoint(true)}
                onPointerLeave={() => single.onPoint(false)}
                onFocus={() => single.onPoint(true)}
                onBlur={() => single.onPoint(false)}
              >
                {name}
              </button>
            ) : (
              <span className="short-name cut" title={name}>
                {name}
              </span>
            )}{' '}
            <span className="number legend-value muted">{value}</span>
          </li>
        ))}
      </ul>
      <figure className="plot">
        <figcaption className="sr-only">{summary}</figcaption>
        {empty === null ? children : <p className="empty">{empty}</p>}
      </figure>
      {note ? <p className="muted small">{note}</p> : null}
    </Panel>
  );
}
