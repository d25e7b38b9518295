import { type ReactNode, useMemo } from 'react';
import { csv } from '../../lab/export/csv';
import { type CurveColumn, curveFacts } from '../../lab/race/curve';
import type { RaceRun } from '../../lab/runs/run';
import { curveAxis } from '../charts/axes';
import { contenderLine } from '../charts/axis';
import { bucketRows } from '../charts/bucket';
import { ChartFrame } from '../charts/chart_frame';
import { columnFormat } from '../charts/column_format';
import { LivePlot } from '../charts/live_plot';
import { valueNearest } from '../charts/seed_curves';
import { padded } from '../charts/ticks';
import { greatest, least } from '../extremes';
import type { CurveAxis } from '../stores/preferences';
import { lastOf, type OverlaidCurve, seedWords } from './overlay';
import './overlay_chart.css';

interface Props {
  readonly curves: readonly OverlaidCurve[];
  readonly column: CurveColumn;
  readonly axis: CurveAxis;
  readonly log: boolean;
  readonly runs: readonly RaceRun[];
  readonly controls: ReactNode;
}

/** About one per pixel of a usual chart. */
const MOST_ROWS = 600;

/** The curves of several runs in one chart with one range of x. */
export function OverlayChart({ curves, column, axis: axisName, log, runs, controls }: Props) {
  const axis = curveAxis(axisName);
  const adapters = [...new Set(runs.map(({ engine }) => engine.adapter))].join('; ');
  const { label: title, unit } = curveFacts[column];
  const { format, tickFormat } = columnFormat(column);
  const lines = useMemo(
    () =>
      curves.map(curve => ({
        key: `curve-${curve.slot}`,
        x: curve.column(axis.column),
        y: curve.column(column),
      })),
    [curves, column, axis],
  );
  const rows = useMemo(() => bucketRows(lines, MOST_ROWS), [lines]);
  const shown = (value: number | null): value is number => value !== null && !(log && value <= 0);
  const values = rows.flatMap(row => Object.values(row.values).filter(shown));
  const [low, high] = values.length > 0 ? padded(least(values), greatest(values), log) : [1, 2];
  const named = curves.map(curve => ({ slot: curve.slot, name: nameOf(curve), last: lastOf(curve.column(column)) }));
  const legend = named.map(({ slot, name, last }) => ({ slot, name, value: format(last) }));
  const plot = {
    rows,
    lines: curves.map(({ slot }) => contenderLine(`curve-${slot}`, slot)),
    bands: [],
    baselines: [],
    x: {
      label: axis.unit,
      domain: [0, greatest(lines.map(({ x }) => lastOf(x)).filter(Number.isFinite)) || 1] as const,
      log: false,
      format: axis.format,
      tickFormat: axis.tickFormat,
      whole: axis.whole,
      time: axis.column === 'seconds',
    },
    y: { label: unit, domain: [low, high] as const, log, format, tickFormat },
  };
  return (
    <ChartFrame
      title={title}
      unit={unit}
      className="runs-overlay"
      controls={controls}
      legend={legend}
      summary={`${title} (${unit}) of ${runs.length} runs against ${axis.unit}. ${legend.map(({ name, value }) => `${name}: ${value}`).join('; ')}.`}
      empty={values.length === 0 ? 'None of these runs measured it.' : null}
      file={{
        name: 'unroll-compared-runs.csv',
        text: () =>
          csv(
            ['run', 'contender', axis.column, column],
            curves.flatMap(curve => {
              const [x, y] = [curve.column(axis.column), curve.column(column)];
              return [...x].flatMap((at, i) => {
                const value = y[i] ?? Number.NaN;
                return Number.isFinite(value) ? [[curve.run, curve.contender, at, value]] : [];
              });
            }),
          ),
      }}
      plot={plot}
      origin={() => ({
        about: `${runs.length} runs compared`,
        file: 'compared runs',
        config: runs.map(({ config }) => config),
        adapter: adapters,
      })}
    >
      <LivePlot
        plot={plot}
        group={`runs against ${axis.unit}`}
        label={`${title} of ${runs.length} runs against ${axis.unit}`}
        read={x => ({
          title: axis.read(x),
          values: lines.map(({ x: xs, y }, i) => ({
            slot: curves[i]?.slot ?? 0,
            name: named[i]?.name ?? '',
            text: format(valueNearest({ x: xs, mean: y, low: y, high: y }, x).mean),
          })),
        })}
      />
    </ChartFrame>
  );
}

function nameOf(curve: OverlaidCurve): string {
  return `${curve.run} · ${curve.contender}${seedWords(curve)}`;
}
