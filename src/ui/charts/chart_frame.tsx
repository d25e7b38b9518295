import { type ReactNode, useRef } from 'react';
import { downloadText } from '../download';
import { Icon } from '../kit/icons';
import { Menu } from '../kit/menu';
import { Swatch } from '../kit/swatch';
import { Panel } from '../panels/panel';
import { reportFault } from '../stores/faults';
import { type Origin, originWords } from './origin';
import { type PlotSource, PlotSourceContext } from './plot_source';
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
  /** Its data; `name` is without an ending. */
  readonly file: { readonly name: string; readonly text: () => string };
  readonly origin: Origin;
  readonly children: ReactNode;
  readonly note?: string;
  readonly className?: string;
}

/** A chart with its title, legend, summary, and a menu that saves its data and its picture. */
export function ChartFrame({
  title,
  unit,
  controls,
  legend,
  summary,
  empty,
  file,
  origin,
  children,
  note,
  className = '',
}: Props) {
  const source = useRef<PlotSource | null>(null);
  const save = async (kind: 'png' | 'svg') => {
    if (!source.current) return;
    const about = JSON.stringify(origin);
    const picture = { title, unit, legend, source: source.current, origin: originWords(origin), about };
    const { savePicture } = await import('./picture/save_picture');
    await savePicture(file.name, kind, picture);
  };
  const download = (
    <Menu
      trigger={
        <button type="button" className="button quiet icon tiny" aria-label={`Save ${title}`} disabled={empty !== null}>
          <Icon name="download" size={14} />
        </button>
      }
      hint="Save the data or the picture."
      align="end"
      items={[
        { title: 'Data as CSV', choose: () => downloadText(`${file.name}.csv`, file.text()) },
        { title: 'Picture as PNG', choose: () => void save('png').catch(reportFault) },
        { title: 'Picture as SVG', choose: () => void save('svg').catch(reportFault) },
      ]}
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
        {empty === null ? (
          <PlotSourceContext value={source}>{children}</PlotSourceContext>
        ) : (
          <p className="empty">{empty}</p>
        )}
      </figure>
      {note ? <p className="muted small">{note}</p> : null}
    </Panel>
  );
}
