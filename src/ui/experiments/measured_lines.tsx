import { useState } from 'react';
import type { Cell, Column, Experiment, Row } from '../../lab/experiments/experiment';
import { contenderLine } from '../charts/axis';
import type { CurveLine } from '../charts/bucket';
import { ChartFrame } from '../charts/chart_frame';
import { LivePlot } from '../charts/live_plot';
import { nearestIndex } from '../charts/pointer';
import { rowsWithin } from '../charts/rows_within';
import { viewWords } from '../charts/view_words';
import { ZoomChip } from '../charts/zoom_chip';
import { contenderColour } from '../colours';
import { Select } from '../kit/select';
import { originOfExperiment } from '../pictures/origin';
import type { ExperimentOutcome } from '../stores/experiments';
import { figure, figureWords, unitOf } from './cell_words';
import { experimentCsv } from './exports';
import {
  emptyWords,
  figuresOf,
  hasBand,
  type LineChart,
  lineKey,
  linesOf,
  nameOf,
  notDrawn,
  rowsOf,
} from './line_points';
import { axesWords, columnOf } from './measured_axis';
import { MeasuredOptions } from './measured_options';
import { type MeasuredView, useMeasuredAxes, useMeasuredView } from './measured_view';
import { lineSlots } from './slots';
import './figure_panel.css';
import './measured_lines.css';

interface Props {
  readonly experiment: Experiment;
  readonly chart: LineChart;
  readonly rows: readonly Row[];
  readonly slots: ReadonlyMap<string, number>;
  readonly outcome: ExperimentOutcome;
}

/** Up to so many charts stand side by side. Of more, the visitor chooses one. */
const SIDE_BY_SIDE = 3;

/** A line chart of measured rows. A chart with a facet becomes one chart per value of it, with equal axes. */
export function MeasuredLines(props: Props) {
  const { chart, experiment } = props;
  const rows = rowsOf(chart, props.rows);
  const [chosen, setChosen] = useState<string | null>(null);
  const view = useMeasuredView(experiment, chart);
  const { facet } = chart;
  const shared = { ...props, usual: chart, view, rows };
  if (facet === undefined) return <Lines {...shared} title={chart.title} own={rows} />;
  const column = columnOf(experiment, facet);
  const values = [...new Set(rows.map(row => row[facet] ?? null))];
  const part = (value: Cell, controls?: React.ReactNode) => (
    <Lines
      key={String(value)}
      {...shared}
      title={`${chart.title} · ${facetWords(value, column)}`}
      own={rows.filter(row => row[facet] === value)}
      controls={controls}
    />
  );
  if (values.length <= SIDE_BY_SIDE) return <div className="facets wrap">{values.map(value => part(value))}</div>;
  const shown = values.find(value => String(value) === chosen) ?? values.at(-1) ?? null;
  return part(
    shown,
    <Select
      label={`${chart.title}: ${column.title}`}
      value={String(shown)}
      options={values.map(value => ({ value: String(value), label: facetWords(value, column) }))}
      onChange={setChosen}
    />,
  );
}

interface LinesProps extends Omit<Props, 'chart'> {
  /** As the experiment has it. */
  readonly usual: LineChart;
  readonly view: MeasuredView<LineChart>;
  readonly title: string;
  /** The rows of this chart. The axes fit the rows of all charts. */
  readonly own: readonly Row[];
  readonly controls?: React.ReactNode;
}

function Lines({ experiment, usual, view, rows, slots, outcome, title, own, controls }: LinesProps) {
  const { chart, x, y, hidden, group } = view;
  const series = seriesOf(chart, rows, slots);
  const shown = series.filter(({ slot }) => !hidden.hidden.includes(slot));
  const names = shown.map(({ name }) => name);
  const isShown = (row: Row) => names.includes(nameOf(chart, row));
  const figures = figuresOf(chart, rows);
  const floors = (chart.floors ?? []).filter(({ status }) => rows.some(row => row.status === status));
  const axes = useMeasuredAxes(view, {
    across: figures.map(figure => figure.x),
    shown: figuresOf(chart, rows.filter(isShown)),
    levels: floors,
  });
  const lines = linesOf(
    chart,
    own,
    series.map(({ name }) => name),
  );
  // Once, since it may be long.
  const unit = unitOf(y);
  const points = (key: string) => lines.find(line => line.key === key) ?? { x: [], y: [] };
  const farthest = Math.max(...lines.flatMap(line => Array.from(line.x)));
  const legend = series.map(({ name, slot, key }) => ({ slot, name, value: lastOf(points(key), farthest, x, y) }));
  const banded = hasBand(chart, rows) ? chart.band : undefined;
  const plot = {
    rows: rowsWithin(lines, axes.x.domain, chart.log.x),
    lines: shown.map(({ key, slot }) => contenderLine(key, slot)),
    ...axes,
    baselines: floors,
    bands: banded ? shown.map(({ key, slot }) => ({ key, colour: contenderColour(slot) })) : [],
    dots: true,
  };
  const seen = viewWords(
    axes.x,
    view.choices.view,
    series.flatMap(({ name }) => (names.includes(name) ? [] : [name])),
  );
  return (
    <ChartFrame
      title={title}
      unit={[axesWords(x, y, chart.log), ...(banded ? [banded.title] : [])].join(', ')}
      className="figure-panel line-panel"
      controls={
        <>
          {controls}
          <MeasuredOptions title={title} usual={usual} view={view} shownY={axes.y.domain} />
        </>
      }
      legend={legend}
      hidden={hidden}
      zoom={<ZoomChip group={group} x={axes.x} />}
      summary={`${title}: ${y.title} over ${x.title}. Last: ${legend.map(l => `${l.name} ${l.value}`).join('; ')}.`}
      empty={emptyWords(chart, own)}
      file={{ name: `unroll-${experiment.name}.csv`, text: () => experimentCsv(experiment, own) }}
      plot={plot}
      origin={() => originOfExperiment(experiment, outcome, seen)}
      note={notDrawn(chart, own.filter(isShown))}
    >
      <LivePlot
        plot={plot}
        group={group}
        label={`${title}: ${y.title} over ${x.title}`}
        read={at => ({
          title: `${x.title} ${figureWords(at, x)}${unit === null ? '' : `: ${y.title.toLowerCase()} in ${unit}`}`,
          values: shown.map(({ name, slot, key }) => ({ slot, name, text: readLine(points(key), at, x, y) })),
        })}
      />
    </ChartFrame>
  );
}

type Points = Pick<CurveLine, 'x' | 'y'>;

/** The last figure of a line; where it ends before the others, the legend says where. */
function lastOf(points: Points, farthest: number, x: Column, y: Column): string {
  const last = points.x.length - 1;
  const [at, value] = [points.x[last], points.y[last]];
  if (at === undefined || value === undefined) return '–';
  return at < farthest ? `${figure(value, y.unit)} at ${figure(at, x.unit)}` : figure(value, y.unit);
}

/** The figure of a line at x, or its nearest one, which says where it is. */
function readLine(points: Points, at: number, x: Column, y: Column): string {
  const place = nearestIndex(Array.from(points.x), at);
  const [near, value] = [points.x[place], points.y[place]];
  if (near === undefined || value === undefined) return '–';
  return near === at ? figure(value, y.unit) : `${figure(value, y.unit)} at ${figure(near, x.unit)}`;
}

function facetWords(value: Cell, { title, unit }: Column): string {
  return typeof value === 'number' ? `${title.toLowerCase()}: ${figure(value, unit)}` : String(value);
}

/** The lines of a chart with their keys and colours. */
function seriesOf(chart: LineChart, rows: readonly Row[], slots: ReadonlyMap<string, number>) {
  const names = [...new Set(rows.map(row => nameOf(chart, row)))];
  const own = lineSlots(names, slots);
  return names.map((name, i) => ({ name, slot: own[i] ?? i, key: lineKey(i) }));
}
