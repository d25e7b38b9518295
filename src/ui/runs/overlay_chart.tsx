import { type ReactNode, useMemo } from 'react';
import { csv } from '../../lab/export/csv';
import { type CurveColumn, curveFacts } from '../../lab/race/curve';
import type { RaceRun } from '../../lab/runs/run';
import { curveAxis } from '../charts/axes';
import { contenderLine } from '../charts/axis';
import { ChartFrame } from '../charts/chart_frame';
import { ChartOptions } from '../charts/chart_options';
import { columnFormat } from '../charts/column_format';
import { useHiddenLines } from '../charts/hidden_lines';
import { LivePlot } from '../charts/live_plot';
import { useShownRange } from '../charts/pointer';
import { RAW } from '../charts/race_lines';
import { extentOf } from '../charts/range';
import { rowsWithin } from '../charts/rows_within';
import { valueNearest } from '../charts/seed_curves';
import { smoothed } from '../charts/smoothing';
import { viewWords } from '../charts/view_words';
import { fittedEnds, fixedEnds } from '../charts/y_ends';
import { ZoomChip } from '../charts/zoom_chip';
import { greatest, least } from '../extremes';
import type { CurveAxis } from '../stores/preferences';
import { useChartView } from '../stores/preferences';
import { lastOf, type OverlaidCurve, seedWords } from './overlay';
import './overlay_chart.css';

interface Props {
  readonly curves: readonly OverlaidCurve[];
  readonly column: CurveColumn;
  readonly axis: CurveAxis;
  readonly runs: readonly RaceRun[];
  readonly controls: ReactNode;
}

/** The curves of several runs in one chart with one range of x. */
export function OverlayChart({ curves, column, axis: axisName, runs, controls }: Props) {
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
  const [view] = useChartView('runs');
  const { logX, smoothing } = view;
  const log = view.logY ?? false;
  const hidden = useHiddenLines('compared runs');
  const group = `runs against ${axis.unit}`;
  const last = greatest(lines.map(({ x }) => lastOf(x)).filter(Number.isFinite)) || 1;
  const first = least(lines.map(({ x }) => x[0] ?? Number.NaN).filter(at => at > 0));
  const extent = extentOf([logX && first < last ? first : 0, last], logX && first < last, axis.whole);
  const domain = useShownRange(group, extent);
  const shown = lines.map((line, i) => {
    const slot = curves[i]?.slot ?? 0;
    return { ...line, slot, smooth: smoothing > 0 ? smoothed(line.y, smoothing) : line.y };
  });
  const visible = shown.filter(({ slot }) => !hidden.hidden.includes(slot));
  const rows = rowsWithin(
    visible.flatMap(({ key, x, y, smooth }) =>
      smoothing > 0
        ? [
            { key: `${key}-raw`, x, y },
            { key, x, y: smooth },
          ]
        : [{ key, x, y }],
    ),
    domain,
    extent.log,
  );
  const [low, high] = fixedEnds(view.range, log) ?? fittedEnds(rows, domain, [], log);
  const named = curves.map(curve => ({ slot: curve.slot, name: nameOf(curve), last: lastOf(curve.column(column)) }));
  const legend = named.map(({ slot, name, last }) => ({ slot, name, value: format(last) }));
  const hiddenNames = named.flatMap(({ slot, name }) => (hidden.hidden.includes(slot) ? [name] : []));
  const plot = {
    rows,
    lines: visible.flatMap(({ key, slot }) => [
      ...(smoothing > 0 ? [{ ...contenderLine(`${key}-raw`, slot), width: 1, opacity: RAW }] : []),
      contenderLine(key, slot),
    ]),
    bands: [],
    baselines: [],
    x: {
      label: axis.unit,
      domain,
      extent,
      log: extent.log,
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
      controls={
        <>
          {controls}
          <ChartOptions
            title={title}
            chart="runs"
            curves
            logY={false}
            shownY={plot.y.domain}
            percent={column === 'accuracy'}
          />
        </>
      }
      legend={legend}
      hidden={hidden}
      zoom={<ZoomChip group={group} x={plot.x} />}
      summary={`${title} (${unit}) of ${runs.length} runs against ${axis.unit}. ${legend.map(({ name, value }) => `${name}: ${value}`).join('; ')}.`}
      empty={named.every(({ last }) => !Number.isFinite(last)) ? 'None of these runs measured it.' : null}
      file={{
        name: 'unroll-compared-runs.csv',
        text: () =>
          csv(
            [
              ...['run', 'contender', axis.column, column],
              ...(smoothing > 0 ? [`${column}_half_life_${smoothing}`] : []),
            ],
            curves.flatMap(curve => {
              const [x, y] = [curve.column(axis.column), curve.column(column)];
              const smooth = smoothing > 0 ? smoothed(y, smoothing) : null;
              if (hidden.hidden.includes(curve.slot)) return [];
              return [...x].flatMap((at, i) => {
                const value = y[i] ?? Number.NaN;
                if (!Number.isFinite(value) || at < domain[0] || at > domain[1]) return [];
                return [[curve.run, curve.contender, at, value, ...(smooth ? [smooth[i] ?? Number.NaN] : [])]];
              });
            }),
          ),
      }}
      plot={plot}
      origin={() => ({
        about: [`${runs.length} runs compared`, ...viewWords(plot.x, view, hiddenNames)].join(' · '),
        file: 'compared runs',
        config: runs.map(({ config }) => config),
        adapter: adapters,
      })}
    >
      <LivePlot
        plot={plot}
        group={group}
        label={`${title} of ${runs.length} runs against ${axis.unit}`}
        read={x => ({
          title: axis.read(x),
          values: visible.map(({ x: xs, smooth, slot }) => ({
            slot,
            name: named.find(own => own.slot === slot)?.name ?? '',
            text: format(valueNearest({ x: xs, mean: smooth, low: smooth, high: smooth }, x).mean),
          })),
        })}
      />
    </ChartFrame>
  );
}

function nameOf(curve: OverlaidCurve): string {
  return `${curve.run} · ${curve.contender}${seedWords(curve)}`;
}
