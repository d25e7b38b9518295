import type { ReactNode } from 'react';
import { Swatch } from '../kit/swatch';
import { Panel } from '../panels/panel';
import type { Origin } from '../pictures/picture';
import { SaveMenu } from '../pictures/save_menu';
import type { Plotted } from './drawing';
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
  /** What is drawn, for a picture of it. */
  readonly plot: Plotted;
  /** The picture has a dot at every point. */
  readonly dots?: boolean;
  readonly origin: () => Origin;
  readonly children: ReactNode;
  readonly note?: string;
  readonly className?: string;
}

/** A chart with its title, legend, summary, and a menu that saves it as a picture or its data. */
export function ChartFrame({
  title,
  unit,
  controls,
  legend,
  summary,
  empty,
  file,
  plot,
  dots = false,
  origin,
  children,
  note,
  className = '',
}: Props) {
  return (
    <Panel
      title={title}
      unit={unit}
      className={`chart ${className}`}
      controls={
        <>
          {controls}
          <SaveMenu
            title={title}
            disabled={empty !== null}
            csv={file}
            picture={() => ({ kind: 'lines', title, unit, legend, plot, dots, origin: origin() })}
          />
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
