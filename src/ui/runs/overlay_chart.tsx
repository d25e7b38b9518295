import { type ReactNode, useMemo } from 'react';
import type { RaceRun } from '../../lab/runs/run';
import { curveAxis } from '../charts/axes';
import { contenderLine } from '../charts/axis';
import { ChartFrame } from '../charts/chart_frame';
import { ChartOptions } from '../charts/chart_options';
import { useHiddenLines } from '../charts/hidden_lines';
import { legendWords } from '../charts/legend_words';
import { LivePlot } from '../charts/live_plot';
import { metricOf } from '../charts/metrics';
import { useShownRange } from '../charts/pointer';
import { RAW } from '../charts/race_lines';
import { rowsWithin } from '../charts/rows_within';
import { valueNearest } from '../charts/seed_curves';
import { viewWords } from '../charts/view_words';
import { fittedEnds, fixedEnds } from '../charts/y_ends';
import { ZoomChip } from '../charts/zoom_chip';
import type { MetricName } from '../stores/chart_views';
import type { CurveAxis } from '../stores/preferences';
import { useChartView } from '../stores/preferences';
import { lastOf, type OverlaidCurve } from './overlay';
import { overlaidCsv, overlaidExtent, overlaidLines } from './overlay_lines';
import './overlay_chart.css';

interface Props {
  readonly curves: readonly OverlaidCurve[];
  readonly metric: MetricName;
  readonly axis: CurveAxis;
  readonly runs: readonly RaceRun[];
  readonly controls: ReactNode;
}

/** The curves of several runs in one chart with one range of x. */
export function OverlayChart({ curves, metric: name, axis: axisName, runs, controls }: Props) {
  const axis = curveAxis(axisName);
  const adapters = [...new Set(runs.map(({ engine }) => engine.adapter))].join('; ');
  const metric = metricOf(name, { config: runs[0]?.config ?? null }, []);
  const { title, format, tickFormat } = metric;
  const unit = metric.both ? `${metric.unit} · validation` : metric.unit;
  const choices = useChartView('runs');
  const { view } = choices;
  const { logX, smoothing } = view;
  const log = view.logY ?? metric.log;
  const hidden = useHiddenLines('compared runs');
  const group = `runs against ${axis.unit}`;
  const lines = useMemo(
    () => overlaidLines(curves, metricOf(name, { config: null }, []), axis.column, smoothing),
    [curves, name, axis, smoothing],
  );
  const extent = overlaidExtent(lines, logX, axis.whole);
  const domain = useShownRange(group, extent);
  const visible = lines.filter(({ slot }) => !hidden.hidden.includes(slot));
  const rows = rowsWithin(
    visible.flatMap(({ key, x, y, smooth }) =>
      smooth === y
        ? [{ key, x, y }]
        : [
            { key: `${key}-raw`, x, y },
            { key, x, y: smooth },
          ],
    ),
    domain,
    extent.log,
  );
  const legend = lines.map(({ slot, name, y }) => ({ slot, name, value: format(lastOf(y)) }));
  const hiddenNames = lines.flatMap(({ slot, name }) => (hidden.hidden.includes(slot) ? [name] : []));
  const plot = {
    rows,
    lines: visible.flatMap(({ key, slot, y, smooth }) => [
      ...(smooth === y ? [] : [{ ...contenderLine(`${key}-raw`, slot), width: 1, opacity: RAW }]),
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
    y: {
      label: metric.unit,
      domain: fixedEnds(view.range, log) ?? fittedEnds(rows, domain, [], log),
      log,
      format,
      tickFormat,
    },
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
            choices={choices}
            curves
            logY={metric.log}
            shownY={plot.y.domain}
            percent={metric.percent}
          />
        </>
      }
      legend={legend}
      hidden={hidden}
      zoom={<ZoomChip group={group} x={plot.x} />}
      summary={`${title} (${unit}) of ${runs.length} runs against ${axis.unit}.${legendWords(legend)}`}
      empty={lines.every(({ y }) => !Number.isFinite(lastOf(y))) ? 'None of these runs measured it.' : null}
      file={{
        name: 'unroll-compared-runs.csv',
        text: () => overlaidCsv(visible, [axis.column, metric.csv[0] ?? name], domain, smoothing),
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
          values: visible.map(({ x: xs, smooth, slot, name }) => ({
            slot,
            name,
            text: format(valueNearest({ x: xs, mean: smooth, low: smooth, high: smooth }, x).mean),
          })),
        })}
      />
    </ChartFrame>
  );
}
