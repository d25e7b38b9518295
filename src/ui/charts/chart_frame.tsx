import type { ReactNode } from 'react';
import type { Origin } from '../pictures/picture';
import { SaveMenu } from '../pictures/save_menu';
import { ChartLegend, type LegendItem } from './chart_legend';
import type { Plotted } from './drawing';
import { FullPanel } from './full_panel';
import type { HiddenLines } from './hidden_lines';
import './chart_frame.css';

interface Props {
  readonly title: string;
  readonly unit: string;
  /** Buttons that choose the axis and the scale. */
  readonly controls?: ReactNode;
  /** The lines with their latest values, below the title. */
  readonly legend: readonly LegendItem[];
  readonly hidden: HiddenLines;
  /** What says which part of x is shown. */
  readonly zoom?: ReactNode;
  /** A summary for readers who cannot see the lines. */
  readonly summary: string;
  /** Words in place of the chart; null: there is something to draw. */
  readonly empty: string | null;
  readonly file: { readonly name: string; readonly text: () => string };
  /** What is drawn, for a picture of it. */
  readonly plot: Plotted;
  readonly origin: () => Origin;
  readonly children: ReactNode;
  readonly note?: string;
  readonly className?: string;
}

/** A chart with its title, legend, summary, a menu that saves it as a picture or its data, and a button that makes it fill the screen. */
export function ChartFrame(props: Props) {
  const { title, unit, controls, empty, file, note, className = '' } = props;
  const { legend, hidden, zoom, plot, origin } = props;
  const shownLegend = legend.filter(({ slot }) => !hidden.hidden.includes(slot));
  return (
    <FullPanel
      title={title}
      unit={unit}
      className={`chart ${className}`}
      controls={controls}
      save={
        <SaveMenu
          title={title}
          disabled={empty !== null}
          csv={file}
          picture={() => ({ kind: 'lines', title, unit, legend: shownLegend, plot, origin: origin() })}
        />
      }
    >
      <ChartLegend items={legend} lines={hidden}>
        {zoom}
      </ChartLegend>
      <figure className="plot">
        <figcaption className="sr-only">{props.summary}</figcaption>
        {empty === null ? props.children : <p className="empty">{empty}</p>}
      </figure>
      {note ? <p className="muted small">{note}</p> : null}
    </FullPanel>
  );
}
