import { memo, type ReactNode } from 'react';
import type { CurveColumn } from '../../lab/race/curve';
import { contenderColour } from '../colours';
import { curvesCsv } from '../curves_csv';
import { safeFileName } from '../download';
import { usePreferences } from '../stores/preferences';
import { type RunState, raceStep } from '../stores/run_state';
import { lastFinite } from '../stores/series';
import { curveAxis, raceExtent } from './axes';
import { contenderLine } from './axis';
import { bucketRows, type PlotRow } from './bucket';
import { ChartFrame } from './chart_frame';
import { columnFormat } from './column_format';
import { LivePlot } from './live_plot';
import { valueNear } from './nearest';
import { padded } from './ticks';

interface Props {
  readonly run: RunState;
  readonly title: string;
  readonly unit: string;
  /** The column of the strong lines and of the legend. */
  readonly strong: CurveColumn;
  /** The column of the faint lines behind. */
  readonly faint?: CurveColumn;
  readonly log: boolean;
  /** Fixed bounds of y, or null to fit the lines. */
  readonly bounds: readonly [number, number] | null;
  /** The interval of a value, written after it; empty if it has none. */
  readonly spread?: (value: number) => string;
  readonly baselines: readonly { readonly name: string; readonly y: number }[];
  readonly controls?: ReactNode;
  readonly className?: string;
}

/** About one per pixel of a usual chart: a spike keeps its place, and a race of fewer steps is drawn point by point. */
const MOST_ROWS = 600;

/** A quantity of training against step, tokens, time, or FLOPs, for all contenders. */
export const CurveChart = memo(function CurveChart(props: Props) {
  const { run, title, unit, strong, faint, log, bounds, spread, baselines, controls, className } = props;
  const { format, tickFormat } = columnFormat(strong);
  const told = (value: number) => {
    const interval = spread?.(value) ?? '';
    return interval === '' ? format(value) : `${format(value)} (${interval})`;
  };
  const axis = curveAxis(usePreferences(p => p.curveAxis));
  const drawn = faint ? [faint, strong] : [strong];
  const lines = drawn.flatMap(column =>
    run.contenders.map(({ curve }, index) => ({
      key: `${column}-${index}`,
      x: curve[axis.column].view(),
      y: curve[column].view().map(y => (log && y <= 0 ? Number.NaN : y)),
    })),
  );
  const rows = bucketRows(lines, MOST_ROWS);
  const nothing = rows.length === 0;
  const last = run.contenders.map(({ name, slot, curve }) => {
    const value = lastFinite(curve[strong]);
    const shown = Number.isFinite(value) ? value : faint ? lastFinite(curve[faint]) : Number.NaN;
    return { slot, name, value: told(shown) };
  });
  const [low, high] = bounds ?? fitted(rows, baselines, log);
  return (
    <ChartFrame
      title={title}
      unit={unit}
      controls={controls}
      legend={last}
      className={className ?? ''}
      summary={`${title} (${unit}) against ${axis.unit}. ${last.map(l => `${l.name}: ${l.value}`).join('; ')}.`}
      empty={nothing ? emptyWords(run) : null}
      file={{ name: `unroll-${safeFileName(title)}.csv`, text: () => curvesCsv(run, drawn) }}
    >
      <LivePlot
        rows={rows}
        lines={run.contenders.flatMap(({ slot }, index) => [
          ...(faint ? [{ key: `${faint}-${index}`, colour: contenderColour(slot), width: 1, opacity: 0.32 }] : []),
          contenderLine(`${strong}-${index}`, slot),
        ])}
        x={{
          label: axis.unit,
          domain: [0, raceExtent(run.contenders, axis.column)],
          log: false,
          format: axis.format,
          tickFormat: axis.tickFormat,
          whole: axis.whole,
          time: axis.column === 'seconds',
        }}
        y={{ label: unit, domain: [low, high], log, format, tickFormat }}
        baselines={log ? baselines.filter(({ y }) => y > 0) : baselines}
        group={`curves against ${axis.unit}`}
        label={`${title} against ${axis.unit}`}
        read={x => ({
          title: axis.read(x),
          values: run.contenders.map(({ name, slot, curve }) => {
            const at = (column: CurveColumn) => valueNear(curve[axis.column], curve[column], x);
            return { slot, name, text: faint ? `${told(at(strong))} · train ${format(at(faint))}` : told(at(strong)) };
          }),
        })}
      />
    </ChartFrame>
  );
});

/** Bounds of y that hold all values and all levels. */
function fitted(rows: readonly PlotRow[], baselines: Props['baselines'], log: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (y: number) => {
    if (y < low) low = y;
    if (y > high) high = y;
  };
  for (const { values } of rows) for (const y of Object.values(values)) if (y !== null) take(y);
  for (const { y } of baselines) if (!log || y > 0) take(y);
  return low <= high ? padded(low, high, log) : [1, 2];
}

function emptyWords(run: RunState): string {
  if (raceStep(run) > 0) return 'Nothing was measured.';
  if (run.playing) return 'The first steps are running.';
  return 'Press Train to start.';
}
