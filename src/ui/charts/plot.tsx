import type { ReactNode } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Axis } from './axis';
import { axisTicks } from './axis_ticks';
import type { PlotRow } from './bucket';
import type { Plotted } from './drawing';
import './plot.css';

interface Props {
  readonly plot: Plotted;
  /** Draws a dot at every point. */
  readonly dots?: boolean;
  /** Charts with an equal name share the pointer. */
  readonly shared: string;
  readonly tooltip: (x: number) => ReactNode;
}

const axisText = { fontSize: 11, fill: 'var(--muted)' };

/** Lines that are drawn once or seldom. Growing lines are drawn by `LivePlot`. */
export function Plot({ plot, dots = false, shared, tooltip }: Props) {
  const { rows, lines, bands, x, y, baselines } = plot;
  const ticks = (axis: Axis, most: number) => axisTicks(axis, most).map(({ at }) => at);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: 160 }}>
      <ComposedChart
        data={rows.slice()}
        margin={{ top: 4, right: 12, bottom: 0, left: 0 }}
        syncId={shared}
        syncMethod={nearest}
      >
        <CartesianGrid stroke="var(--grid)" vertical={false} />
        <XAxis
          dataKey="x"
          type="number"
          scale={x.log ? 'log' : 'linear'}
          domain={[x.domain[0], x.domain[1]]}
          allowDataOverflow
          ticks={ticks(x, 6)}
          tickFormatter={tick => (x.tickFormat ?? x.format)(Number(tick))}
          tick={axisText}
          stroke="var(--line-strong)"
          height={20}
          tickSize={4}
        />
        <YAxis
          type="number"
          scale={y.log ? 'log' : 'linear'}
          domain={[y.domain[0], y.domain[1]]}
          allowDataOverflow
          ticks={ticks(y, 4)}
          tickFormatter={tick => (y.tickFormat ?? y.format)(Number(tick))}
          tick={axisText}
          stroke="var(--line-strong)"
          width={52}
          interval={0}
          tickSize={4}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)', strokeWidth: 1 }}
          allowEscapeViewBox={{ x: false, y: true }}
          content={({ active, label }) => (active && label !== undefined ? tooltip(Number(label)) : null)}
        />
        {baselines.map(baseline => (
          <ReferenceLine
            key={baseline.name}
            y={baseline.y}
            stroke="var(--line-strong)"
            strokeDasharray="3 3"
            label={{ value: baseline.name, position: 'insideBottomLeft', fontSize: 11, fill: 'var(--muted)' }}
          />
        ))}
        {bands.map(band => (
          <Area
            key={band.key}
            dataKey={(row: PlotRow) => between(row.values[`${band.key}-low`], row.values[`${band.key}-high`])}
            stroke="none"
            fill={band.colour}
            fillOpacity={0.18}
            connectNulls
            isAnimationActive={false}
            activeDot={false}
          />
        ))}
        {lines.map(line => (
          <Line
            key={line.key}
            dataKey={(row: PlotRow) => row.values[line.key] ?? null}
            stroke={line.colour}
            strokeWidth={line.width}
            strokeOpacity={line.opacity ?? 1}
            strokeDasharray={line.dash ?? ''}
            type="linear"
            dot={dots ? { r: 2.5, fill: line.colour, strokeWidth: 0 } : false}
            activeDot={false}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function between(low: number | null | undefined, high: number | null | undefined): [number, number] | null {
  return low == null || high == null ? null : [low, high];
}

/** The index of the row of this chart nearest to the x under the pointer in another chart. */
function nearest(
  ticks: readonly { readonly value: unknown; readonly index?: number | undefined }[],
  at: { readonly activeLabel?: unknown },
): number {
  const x = Number(at.activeLabel);
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  ticks.forEach((tick, i) => {
    const d = Math.abs(Number(tick.value) - x);
    if (d < distance) {
      distance = d;
      best = i;
    }
  });
  return best;
}
