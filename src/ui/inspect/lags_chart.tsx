import { type PointerEvent, useState } from 'react';
import type { LagsView } from '../../models/view';
import { linearTicks } from '../charts/ticks';
import { SaveLines } from './save_lines';
import { SeriesLegend, SeriesLines } from './series_legend';
import { heightOf, roundUp, ticksOf, type ValueAxis } from './value_axis';
import { ValueGrid } from './value_ticks';
import { boundsOf, lagsSummary, withUnit } from './words';
import './matrix_map.css';
import './lags_chart.css';

const margin = { left: 48, bottom: 30, top: 6, right: 10 };
const plot = { width: 340, height: 120 };
const LAG = 'lag, tokens back';

/** A function of the distance between two tokens. `place`: of the block, from 1. */
export function LagsChart({ view, place, room }: { view: LagsView; place: number; room: number }) {
  const [lag, setLag] = useState<number | null>(null);
  const width = Math.max(120, Math.min(plot.width, room - margin.left - margin.right));
  const count = Math.max(2, ...view.series.map(({ values }) => values.length));
  const xOf = (at: number) => (at / (count - 1)) * width;
  const axis = axisOf(view);
  const pointAt = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const at = Math.round(((event.clientX - left - margin.left) / width) * (count - 1));
    setLag(Math.min(count - 1, Math.max(0, at)));
  };
  return (
    <figure style={{ width: width + margin.left + margin.right }}>
      <figcaption>
        <strong>{view.title}</strong>
        {view.unit ? <span className="muted small"> {view.unit}</span> : null}
        <SaveLines
          title={`${view.title}, block ${place}`}
          unit={view.unit}
          series={view.series}
          axis={axis}
          across={{ label: LAG, from: 0 }}
        />
        <span className="sr-only">{lagsSummary(view)}</span>
      </figcaption>
      {view.series.length > 1 ? <SeriesLegend names={view.series.map(({ name }) => name)} /> : null}
      <svg
        width={width + margin.left + margin.right}
        height={plot.height + margin.top + margin.bottom}
        aria-hidden="true"
        onPointerMove={pointAt}
        onPointerLeave={() => setLag(null)}
      >
        <g transform={`translate(${margin.left} ${margin.top})`}>
          <ValueGrid axis={axis} width={width} />
          {ticksOf(axis).map(tick => (
            <text key={tick} className="tick-words" x={-6} y={heightOf(axis, tick) + 4} textAnchor="end">
              {tick}
            </text>
          ))}
          {linearTicks(0, count - 1, 5).map(tick => (
            <text key={tick} className="tick-words" x={xOf(tick)} y={plot.height + 14} textAnchor="middle">
              {tick}
            </text>
          ))}
          <text className="tick-words" x={width / 2} y={plot.height + 27} textAnchor="middle">
            {LAG}
          </text>
          <SeriesLines series={view.series} xOf={xOf} axis={axis} />
          {lag === null ? null : (
            <line x1={xOf(lag)} x2={xOf(lag)} y1={0} y2={plot.height} stroke="var(--line-strong)" />
          )}
        </g>
      </svg>
      <p className="small number matrix-readout">{words(view, lag ?? 0)}</p>
    </figure>
  );
}

function axisOf({ series }: LagsView): ValueAxis {
  const bounds = series.map(({ values }) => boundsOf(values));
  const least = Math.min(0, ...bounds.map(([low]) => low));
  const most = Math.max(0, ...bounds.map(([, high]) => high));
  return {
    least: least < 0 ? -roundUp(-least) : 0,
    most: most > 0 || least === 0 ? roundUp(most) : 0,
    log: false,
    height: plot.height,
  };
}

function words({ series, unit }: LagsView, lag: number): string {
  const values = series.map(({ name, values }) => `${name} ${withUnit(values[lag] ?? Number.NaN, unit)}`);
  return `lag ${lag}: ${values.join(' · ')}`;
}
