import { type PointerEvent, useState } from 'react';
import type { LinesView } from '../../models/view';
import { linearTicks } from '../charts/ticks';
import { SaveLines } from './save_lines';
import { SeriesLegend, SeriesLines } from './series_legend';
import { heightOf, roundUp, ticksOf, type ValueAxis } from './value_axis';
import { ValueGrid } from './value_ticks';
import { boundsOf, withUnit } from './words';
import './matrix_map.css';
import './across_chart.css';

const margin = { left: 48, bottom: 30, top: 6, right: 10 };
const HEIGHT = 120;

interface Props {
  readonly title: string;
  readonly unit?: string | undefined;
  readonly series: LinesView['series'];
  /** What x counts, from which number, and the word for one of it. */
  readonly across: { readonly label: string; readonly from: number; readonly word: string };
  /** Title of a saved picture. */
  readonly saved: string;
  /** For screen readers. */
  readonly summary: string;
  /** CSS pixels: what there is, and what the lines take at most. */
  readonly room: number;
  readonly widest: number;
}

/** Lines over an axis of their own, not the tokens of the board. */
export function AcrossChart({ title, unit, series, across, saved, summary, room, widest }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const width = Math.max(120, Math.min(widest, room - margin.left - margin.right));
  const count = Math.max(2, ...series.map(({ values }) => values.length));
  const xOf = (i: number) => (i / (count - 1)) * width;
  const axis = axisOf(series);
  const pointAt = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const i = Math.round(((event.clientX - left - margin.left) / width) * (count - 1));
    setAt(Math.min(count - 1, Math.max(0, i)));
  };
  const readout = series.map(({ name, values }) => `${name} ${withUnit(values[at ?? 0] ?? Number.NaN, unit)}`);
  return (
    <figure style={{ width: width + margin.left + margin.right }}>
      <figcaption>
        <strong>{title}</strong>
        {unit ? <span className="muted small"> {unit}</span> : null}
        <SaveLines title={saved} unit={unit} series={series} axis={axis} across={across} />
        <span className="sr-only">{summary}</span>
      </figcaption>
      {series.length > 1 ? <SeriesLegend names={series.map(({ name }) => name)} /> : null}
      <svg
        width={width + margin.left + margin.right}
        height={HEIGHT + margin.top + margin.bottom}
        aria-hidden="true"
        onPointerMove={pointAt}
        onPointerLeave={() => setAt(null)}
      >
        <g transform={`translate(${margin.left} ${margin.top})`}>
          <ValueGrid axis={axis} width={width} />
          {ticksOf(axis).map(tick => (
            <text key={tick} className="tick-words" x={-6} y={heightOf(axis, tick) + 4} textAnchor="end">
              {tick}
            </text>
          ))}
          {linearTicks(across.from, across.from + count - 1, 5).map(tick => (
            <text key={tick} className="tick-words" x={xOf(tick - across.from)} y={HEIGHT + 14} textAnchor="middle">
              {tick}
            </text>
          ))}
          <text className="tick-words" x={width / 2} y={HEIGHT + 27} textAnchor="middle">
            {across.label}
          </text>
          <SeriesLines series={series} xOf={xOf} axis={axis} />
          {at === null ? null : <line x1={xOf(at)} x2={xOf(at)} y1={0} y2={HEIGHT} stroke="var(--line-strong)" />}
        </g>
      </svg>
      <p className="small number matrix-readout">
        {across.word} {(at ?? 0) + across.from}: {readout.join(' · ')}
      </p>
    </figure>
  );
}

function axisOf(series: Props['series']): ValueAxis {
  const bounds = series.map(({ values }) => boundsOf(values));
  const least = Math.min(0, ...bounds.map(([low]) => low));
  const most = Math.max(0, ...bounds.map(([, high]) => high));
  return {
    least: least < 0 ? -roundUp(-least) : 0,
    most: most > 0 || least === 0 ? roundUp(most) : 0,
    log: false,
    height: HEIGHT,
  };
}
