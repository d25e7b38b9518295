import type { Chart, Experiment, Row } from '../../lab/experiments/experiment';
import { ChartFrame } from '../charts/chart_frame';
import type { NamedPoint } from '../charts/point_labels';
import { PointsPlot } from '../charts/points_plot';
import { viewWords } from '../charts/view_words';
import { ZoomChip } from '../charts/zoom_chip';
import { Menu } from '../kit/menu';
import { chooseRace } from '../next_race';
import { originOfExperiment } from '../pictures/origin';
import type { ExperimentOutcome } from '../stores/experiments';
import { openWorkspace } from '../stores/workspace';
import { figure, figureWords } from './cell_words';
import { experimentCsv } from './exports';
import { emptyWords, fits } from './line_points';
import { axesWords } from './measured_axis';
import { MeasuredOptions } from './measured_options';
import { useMeasuredAxes, useMeasuredView } from './measured_view';
import { lineSlots } from './slots';
import './figure_panel.css';

export type PointsChart = Extract<Chart, { kind: 'points' }>;

interface Props {
  readonly experiment: Experiment;
  readonly chart: PointsChart;
  readonly rows: readonly Row[];
  readonly slots: ReadonlyMap<string, number>;
  readonly outcome: ExperimentOutcome;
}

/** A named point for each row. Each opens its race. */
export function MeasuredPoints({ experiment, chart: usual, rows, slots, outcome }: Props) {
  const view = useMeasuredView(experiment, usual);
  const { chart, x, y, hidden, group } = view;
  const { title } = chart;
  const points = namedPoints(chart, rows, slots);
  const shown = points.filter(({ slot }) => !hidden.hidden.includes(slot));
  const axes = useMeasuredAxes(view, {
    across: points.map(point => point.x),
    shown: shown.map(point => ({ x: point.x, values: { [chart.y]: point.y } })),
  });
  const plot = { rows: [], lines: [], bands: [], baselines: [], points: shown, ...axes };
  const figures = ({ x: across, y: up }: NamedPoint): string =>
    `${y.title.toLowerCase()} ${figureWords(up, y)}, ${x.title.toLowerCase()} ${figureWords(across, x)}`;
  const words = (point: NamedPoint): string => `${point.name}: ${figures(point)}`;
  const open = (name: string): void => openRace(experiment, outcome, chart.opens, name);
  const hiddenNames = points.flatMap(({ name, slot }) => (hidden.hidden.includes(slot) ? [name] : []));
  return (
    <ChartFrame
      title={title}
      unit={axesWords(x, y, chart.log)}
      className="figure-panel points-panel"
      controls={
        <>
          <Menu
            name="open-race"
            trigger={
              <button type="button" className="button tiny" disabled={points.length === 0}>
                Open a race
              </button>
            }
            hint="Opens the race of one of these contenders on its task."
            align="end"
            items={points.map(point => ({ title: point.name, about: figures(point), choose: () => open(point.name) }))}
          />
          <MeasuredOptions title={title} usual={usual} view={view} shownY={axes.y.domain} />
        </>
      }
      legend={points.map(({ name, slot, y: up }) => ({ slot, name, value: figure(up, y.unit) }))}
      hidden={hidden}
      zoom={<ZoomChip group={group} x={axes.x} />}
      summary={`${title}. ${points.map(words).join('; ')}.`}
      empty={emptyWords(chart, rows)}
      file={{ name: `unroll-${experiment.name}.csv`, text: () => experimentCsv(experiment, rows) }}
      plot={plot}
      origin={() => originOfExperiment(experiment, outcome, viewWords(axes.x, view.choices.view, hiddenNames))}
      note={notPlaced(chart, rows)}
    >
      <PointsPlot
        plot={plot}
        group={group}
        label={`${title}: ${y.title} over ${x.title}`}
        words={words}
        onOpen={open}
        read={at => ({
          title: `${x.title} ${figureWords(at, x)}`,
          values: shown
            .filter(point => point.x === at)
            .map(({ slot, name, y: up }) => ({ slot, name, text: figureWords(up, y) })),
        })}
      />
    </ChartFrame>
  );
}

/** The rows with both figures, those with a place on the axes. */
function namedPoints(
  { x, y, log }: PointsChart,
  rows: readonly Row[],
  slots: ReadonlyMap<string, number>,
): NamedPoint[] {
  const names = rows.map(row => String(row.contender ?? ''));
  const own = lineSlots(names, slots);
  return rows.flatMap((row, i) => {
    const [across, up] = [row[x], row[y]];
    if (!fits(across, log.x) || !fits(up, log.y)) return [];
    return [{ name: names[i] ?? '', x: across, y: up, slot: own[i] ?? i }];
  });
}

/** 'Not drawn: RNN.' */
function notPlaced({ x, y, log }: PointsChart, rows: readonly Row[]): string {
  const names = rows.filter(row => !fits(row[x], log.x) || !fits(row[y], log.y)).map(row => row.contender);
  return names.length === 0 ? '' : `Not drawn, for lack of a figure above 0: ${names.join(', ')}.`;
}

function openRace(experiment: Experiment, { params }: ExperimentOutcome, opens: string, name: string): void {
  const config = experiment.raceOf?.(opens, name, params);
  if (!config) return;
  chooseRace(config);
  openWorkspace('race');
}
