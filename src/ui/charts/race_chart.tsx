import { memo, type ReactNode, useState } from 'react';
import { seedsOf } from '../../lab/config/members';
import { contenderDash } from '../colours';
import { safeFileName } from '../download';
import { originOfRun } from '../pictures/origin';
import type { ChartName, MetricName } from '../stores/chart_views';
import { useGhost } from '../stores/ghost';
import { useChartView, usePreferences } from '../stores/preferences';
import { type RunState, raceStep } from '../stores/run_state';
import { curveAxis, raceExtent, raceStart } from './axes';
import { chartCsv } from './chart_csv';
import { ChartFrame } from './chart_frame';
import { ChartOptions, type OptionsOpen } from './chart_options';
import { GhostButton, ghostLines } from './ghost';
import { useHiddenLines } from './hidden_lines';
import { legendWords } from './legend_words';
import { LivePlot } from './live_plot';
import { plotMarks, stepAt } from './marks';
import { metricOf } from './metrics';
import { pointerOf, useShownRange } from './pointer';
import { raceCurves, raceLines } from './race_lines';
import { readRace, writeValue } from './race_reading';
import { extentOf } from './range';
import { rowsWithin } from './rows_within';
import { lastValue } from './seed_curves';
import { viewWords } from './view_words';
import { fittedEnds, fixedEnds } from './y_ends';
import { ZoomChip } from './zoom_chip';

interface Props {
  readonly run: RunState;
  /** Whose choices it has. */
  readonly chart: ChartName;
  /** Fixes the quantity; absent: the visitor chooses it. */
  readonly metric?: MetricName;
  readonly baselines: readonly { readonly name: string; readonly loss: number }[];
  /** Says what the lines are drawn against, where no control of the chart does. */
  readonly against?: boolean;
  /** The race is the page's, so that notes can be written. */
  readonly marks?: boolean;
  readonly controls?: ReactNode;
  readonly className: string;
}

/** A quantity of training against step, tokens, time, or FLOPs, for all contenders. */
export const RaceChart = memo(function RaceChart(props: Props) {
  const { run, chart, metric: only, baselines, against = false, marks = false, controls, className } = props;
  const choices = useChartView(chart);
  const { view } = choices;
  const metric = metricOf(only ?? view.metric, run, baselines);
  const axis = curveAxis(usePreferences(p => p.curveAxis));
  const band = usePreferences(p => p.seedBand);
  const [pointed, setPointed] = useState<number | null>(null);
  const [options, setOptions] = useState<OptionsOpen>('closed');
  const ghost = useGhost();
  const lines = useHiddenLines(`race ${run.runId}`);
  const { title, format, tickFormat } = metric;
  const { logX, smoothing } = view;
  const log = view.logY ?? metric.log;
  const group = `race ${run.runId} against ${axis.unit}`;
  const start = logX ? raceStart(run.members, axis.column) : 0;
  const extent = extentOf([start, raceExtent(run.members, axis.column)], logX, axis.whole);
  const domain = useShownRange(group, extent);
  const curves = raceCurves(run, {
    metric,
    x: axis.column,
    band,
    smoothing,
    hidden: lines.hidden,
    everySeed: contender => view.everySeed || contender === pointed,
  });
  const drawn = raceLines(curves, { smoothing });
  const behind = ghostLines(ghost, axis.column, metric.strong);
  const rows = rowsWithin([...behind, ...drawn.lines], domain, logX);
  const visible = run.members.filter(({ slot }) => !lines.hidden.includes(slot));
  const seeds = run.config ? seedsOf(run.config.training) : 1;
  const words = { metric, seeds, band };
  const legend = curves.map(({ slot, name, strong, faint }, index) => {
    const value = lastValue(strong);
    const shown = Number.isFinite(value.mean) || !faint ? value : lastValue(faint);
    const onPoint = (over: boolean) => setPointed(over ? index : null);
    return { slot, name, value: writeValue(shown, words), ...(seeds > 1 ? { onPoint } : {}) };
  });
  const levels = metric.baselines.filter(({ y }) => !log || y > 0);
  const part = domain !== extent.range;
  const x = {
    label: axis.unit,
    domain,
    extent,
    log: logX,
    format: axis.format,
    tickFormat: axis.tickFormat,
    whole: axis.whole,
    time: axis.column === 'seconds',
  };
  const y = {
    label: metric.unit,
    domain:
      fixedEnds(view.range, log) ??
      (part ? null : fixedEnds(metric.bounds, log)) ??
      fittedEnds(rows, domain, part ? [] : levels, log),
    log,
    format,
    tickFormat,
  };
  const plot = {
    rows,
    lines: [
      ...behind.map(({ key, slot }) => ({
        key,
        colour: 'var(--muted)',
        dash: contenderDash(slot),
        width: 1,
        opacity: 0.7,
      })),
      ...drawn.drawn,
    ],
    bands: drawn.bands,
    x,
    y,
    baselines: levels,
    marks: plotMarks(run.marks, visible, axis.column),
  };
  const unit = [metric.unit + (against ? `, against ${axis.unit}` : ''), ...(metric.both ? [metric.both] : [])].join(
    ' · ',
  );
  const seen = viewWords(
    x,
    view,
    curves.flatMap(({ hidden, name }) => (hidden ? [name] : [])),
    run.marks,
  );
  return (
    <ChartFrame
      title={title}
      unit={unit}
      controls={
        <>
          {ghost ? <GhostButton name={ghost.name} /> : null}
          {controls}
          <ChartOptions
            title={title}
            choices={choices}
            curves
            choosesMetric={only === undefined}
            seeds={seeds}
            logY={metric.log}
            shownY={y.domain}
            percent={metric.percent}
            open={options}
            onOpen={setOptions}
            markAt={marks ? () => stepAt(visible, axis.column, pointerOf(group).getState().last) : undefined}
          />
        </>
      }
      legend={legend}
      hidden={lines}
      zoom={<ZoomChip group={group} x={x} />}
      className={className}
      summary={`${title} (${unit}) against ${axis.unit}.${legendWords(legend)}${run.marks.map(({ step, text }) => ` Mark at step ${step}: ${text}.`).join('')}`}
      empty={rows.length === 0 ? emptyWords(run) : null}
      file={{
        name: `unroll-${safeFileName(title)}.csv`,
        text: () =>
          chartCsv({
            members: visible,
            metric,
            x: axis.column,
            range: domain,
            smoothing,
          }),
      }}
      plot={plot}
      origin={() => originOfRun(run, raceStep(run), seen)}
    >
      <LivePlot
        plot={plot}
        group={group}
        label={`${title} against ${axis.unit}`}
        onMark={marks ? () => setOptions('marking') : undefined}
        read={at => ({ title: axis.read(at), values: readRace(curves, at, { ...words, smoothing }) })}
      />
    </ChartFrame>
  );
});

function emptyWords(run: RunState): string {
  if (raceStep(run) > 0) return 'Nothing was measured.';
  if (run.playing) return 'The first steps are running.';
  return run.members.length > 0 && run.members.every(({ status }) => status === 'frozen')
    ? 'Nothing here trains: the weights are from a file.'
    : 'Press Train to start.';
}
