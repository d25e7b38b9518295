import { z } from 'zod';
import type { Row } from '../../lab/experiments/experiment';
import { findExperiment } from '../../lab/experiments/registry';
import { figure as figureWords } from '../experiments/cell_words';
import { fits, type LineChart, nameOf, rowsOf } from '../experiments/line_points';
import { axesWords, columnOf } from '../experiments/measured_axis';
import type { Evidence } from './evidence';

/** A small chart of evidence. */
export interface Figure {
  readonly title: string;
  /** What is drawn over what. */
  readonly unit: string;
  readonly log: { readonly x: boolean; readonly y: boolean };
  /** The least range of y. */
  readonly y: readonly [number, number];
  readonly lines: readonly FigureLine[];
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
}

export interface FigureLine {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** More lines than this cannot be told apart in a small chart. */
const MOST_LINES = 5;

const SHARE = [0, 1] as const;
/** Its values alone say what is drawn. */
const NONE = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

const experimentConfig = z.object({ experiment: z.string() });

/** The figure of a race is its accuracy, or its loss where the task asks for no answers; of an experiment its first chart of lines. */
export function figureOf({ config, rows }: Evidence): Figure | undefined {
  const { data } = experimentConfig.safeParse(config);
  const drawn = data ? experimentFigure(data.experiment, rows) : raceFigure(rows);
  return drawn?.lines.some(({ points }) => points.length > 1) ? drawn : undefined;
}

function raceFigure(rows: readonly Row[]): Figure {
  const answers = rows.some(({ accuracy }) => typeof accuracy === 'number');
  const y = answers ? 'accuracy' : 'loss';
  return {
    title: answers ? 'Accuracy' : 'Validation loss',
    unit: answers ? '% right over steps' : 'nats over steps',
    log: { x: false, y: false },
    y: answers ? SHARE : NONE,
    lines: linesOf(rows, 'step', y, { x: false, y: false }, ({ contender }) => String(contender)),
    formatX: value => figureWords(value),
    formatY: value => figureWords(value, answers ? 'share' : undefined),
  };
}

function experimentFigure(name: string, all: readonly Row[]): Figure | undefined {
  const experiment = findExperiment(name);
  const chart = experiment.charts.find((one): one is LineChart => one.kind === 'line');
  if (!chart) return undefined;
  const { title, facet, log } = chart;
  const [x, y] = [columnOf(experiment, chart.x), columnOf(experiment, chart.y)];
  const own = rowsOf(chart, all);
  const parts = facet === undefined ? [] : [...new Set(own.map(row => row[facet] ?? null))];
  const whole = (row: Row): string =>
    parts.length > 1 && facet !== undefined ? `${nameOf(chart, row)} · ${row[facet]}` : nameOf(chart, row);
  const few = facet === undefined || new Set(own.map(whole)).size <= MOST_LINES;
  const rows = few ? own : own.filter(row => row[facet] === parts[0]);
  const named = few ? whole : (row: Row) => nameOf(chart, row);
  const lines = linesOf(rows, chart.x, chart.y, log, named);
  return {
    y: y.unit === 'share' ? SHARE : log.y ? decade(lines) : NONE,
    title: few ? title : `${title} · ${columnOf(experiment, facet).title.toLowerCase()}: ${parts[0]}`,
    unit: axesWords(x, y, log),
    log,
    lines,
    formatX: value => figureWords(value, x.unit),
    formatY: value => figureWords(value, y.unit),
  };
}

/** Around the values, a factor of ten, so that level lines look level. */
function decade(lines: readonly FigureLine[]): readonly [number, number] {
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const middle = Math.sqrt(Math.min(...values) * Math.max(...values));
  return [middle / Math.sqrt(10), middle * Math.sqrt(10)];
}

/** The points that have a place on the axes, by line. */
function linesOf(
  rows: readonly Row[],
  x: string,
  y: string,
  log: Figure['log'],
  named: (row: Row) => string,
): FigureLine[] {
  return [...new Set(rows.map(named))].slice(0, MOST_LINES).map(name => ({
    name,
    points: rows.flatMap(row => {
      const at = { x: row[x], y: row[y] };
      return named(row) === name && fits(at.x, log.x) && fits(at.y, log.y) ? [{ x: at.x, y: at.y }] : [];
    }),
  }));
}
