import { useRef } from 'react';
import type { Chart, Column, Experiment, Row } from '../../lab/experiments/experiment';
import { ChartFrame } from '../charts/chart_frame';
import type { Plotted } from '../charts/drawing';
import { plotFrame, TEXT_SIZE } from '../charts/plot_frame';
import { type NamedPoint, placePoints } from '../charts/point_labels';
import { PointsSvg } from '../charts/points_svg';
import { textWidth } from '../charts/text_width';
import { useThemeColours } from '../charts/theme_colours';
import { useSize } from '../charts/use_size';
import { Menu } from '../kit/menu';
import { chooseRace } from '../next_race';
import { originOfExperiment } from '../pictures/origin';
import type { ExperimentOutcome } from '../stores/experiments';
import { openWorkspace } from '../stores/workspace';
import { figure } from './cell_words';
import { experimentCsv } from './exports';
import { fits } from './line_points';
import { axesWords, axisOf, columnOf } from './measured_axis';
import './figure_panel.css';
import './measured_points.css';

export type PointsChart = Extract<Chart, { kind: 'points' }>;

interface Props {
  readonly experiment: Experiment;
  readonly chart: PointsChart;
  readonly rows: readonly Row[];
  readonly slots: ReadonlyMap<string, number>;
  readonly outcome: ExperimentOutcome;
}

const noneHidden = { hidden: [], set: () => {} };

/** A named point for each row. Each opens its race. */
export function MeasuredPoints({ experiment, chart, rows, slots, outcome }: Props) {
  const x = columnOf(experiment, chart.x);
  const y = columnOf(experiment, chart.y);
  const points = namedPoints(chart, rows, slots);
  const plot = plotOf(chart, x, y, points);
  const figures = ({ x: across, y: up }: NamedPoint): string =>
    `${y.title.toLowerCase()} ${figureWords(up, y)}, ${x.title.toLowerCase()} ${figureWords(across, x)}`;
  const words = (point: NamedPoint): string => `${point.name}: ${figures(point)}`;
  const open = (name: string): void => openRace(experiment, outcome, chart.opens, name);
  return (
    <ChartFrame
      title={chart.title}
      unit={axesWords(x, y, chart.log)}
      className="figure-panel points-panel"
      controls={
        <Menu
          trigger={
            <button type="button" className="button tiny" disabled={points.length === 0}>
              Open a race
            </button>
          }
          hint="Opens the race of one of these contenders on its task."
          align="end"
          items={points.map(point => ({ title: point.name, about: figures(point), choose: () => open(point.name) }))}
        />
      }
      legend={[]}
      hidden={noneHidden}
      summary={`${chart.title}. ${points.map(words).join('; ')}.`}
      empty={points.length === 0 ? 'Nothing measured yet.' : null}
      file={{ name: `unroll-${experiment.name}.csv`, text: () => experimentCsv(experiment, rows) }}
      plot={plot}
      origin={() => originOfExperiment(experiment, outcome)}
      note={notPlaced(chart, rows)}
    >
      <Points plot={plot} words={words} onOpen={open} />
    </ChartFrame>
  );
}

interface PointsProps {
  readonly plot: Plotted;
  readonly words: (point: NamedPoint) => string;
  readonly onOpen: (name: string) => void;
}

function Points({ plot, words, onOpen }: PointsProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const font = `${TEXT_SIZE}px ${useThemeColours()('var(--sans)')}`;
  const measure = (text: string): number => textWidth(text, font);
  const { points = [] } = plot;
  const frame = plotFrame(size, plot.x, plot.y, measure);
  return (
    <div ref={box} className="points-box">
      {size.width > 0 ? (
        <PointsSvg
          frame={frame}
          points={placePoints(points, frame, measure)}
          hints={points.map(words)}
          onOpen={onOpen}
        />
      ) : null}
    </div>
  );
}

/** The rows with both figures, those with a place on the axes. */
function namedPoints(
  { x, y, log }: PointsChart,
  rows: readonly Row[],
  slots: ReadonlyMap<string, number>,
): NamedPoint[] {
  return rows.flatMap((row, i) => {
    const name = String(row.contender ?? '');
    const [across, up] = [row[x], row[y]];
    if (!fits(across, log.x) || !fits(up, log.y)) return [];
    return [{ name, x: across, y: up, slot: slots.get(name) ?? i }];
  });
}

function plotOf({ log }: PointsChart, x: Column, y: Column, points: readonly NamedPoint[]): Plotted {
  const across = points.map(point => point.x);
  const up = points.map(point => point.y);
  return {
    rows: [],
    lines: [],
    bands: [],
    baselines: [],
    points,
    x: axisOf(x, across, log.x),
    y: axisOf(y, up, log.y),
  };
}

function figureWords(value: number, { unit }: Column): string {
  const words = figure(value, unit);
  return unit === undefined || unit === 'share' || unit === 'bytes' ? words : `${words} ${unit}`;
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
