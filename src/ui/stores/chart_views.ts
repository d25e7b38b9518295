import { z } from 'zod';

/** Quantities that a chart of a race can show. */
export const metricNames = [
  'loss',
  'training',
  'bits',
  'perplexity',
  'accuracy',
  'gradient',
  'speed',
  'memory',
] as const;
export type MetricName = (typeof metricNames)[number];

/** Charts that keep how they are looked at: the two of a race, the two of what a token costs, and that of compared runs. */
export const chartNames = ['first', 'second', 'time', 'state', 'runs'] as const;
export type ChartName = (typeof chartNames)[number];

const range = z
  .tuple([z.number(), z.number()])
  .refine(([from, to]) => from < to, 'must rise')
  .readonly();

/** How a chart is looked at. */
export const chartView = z.strictObject({
  metric: z.enum(metricNames),
  logX: z.boolean(),
  /** Null: as is usual for the metric. */
  logY: z.boolean().nullable(),
  /** Fixed ends of y; null: as the data need. */
  range: range.nullable(),
  /** The half-life in steps; 0: not smoothed. */
  smoothing: z.number().min(0).max(1e6),
  /** Each seed has a thin line of its own. */
  everySeed: z.boolean(),
});
export type ChartView = Readonly<z.infer<typeof chartView>>;

/** How a chart is looked at now and without choices of the visitor, and what changes it. */
export interface ViewChoices {
  readonly view: ChartView;
  readonly usual: ChartView;
  readonly change: (change: Partial<ChartView>) => void;
}

/** What differs from the usual view of each chart. */
export const chartViews = z.partialRecord(z.enum(chartNames), chartView.partial().readonly()).readonly();
export type ChartViews = z.infer<typeof chartViews>;

export const plainView: ChartView = {
  metric: 'loss',
  logX: false,
  logY: null,
  range: null,
  smoothing: 0,
  everySeed: false,
};

const usual: Readonly<Record<ChartName, ChartView>> = {
  first: plainView,
  second: { ...plainView, metric: 'accuracy' },
  time: plainView,
  state: plainView,
  runs: plainView,
};

export function viewOf(views: ChartViews, chart: ChartName): ChartView {
  const own = usual[chart];
  const {
    metric = own.metric,
    logX = own.logX,
    logY = own.logY,
    range = own.range,
    smoothing = own.smoothing,
    everySeed = own.everySeed,
  } = views[chart] ?? {};
  return { metric, logX, logY, range, smoothing, everySeed };
}

/** The views after a change of one chart. Scale and ends of y belong to a metric, so another one has its own. */
export function withView(views: ChartViews, chart: ChartName, change: Partial<ChartView>): ChartViews {
  const other = change.metric !== undefined && change.metric !== viewOf(views, chart).metric;
  const fresh = other ? { logY: null, range: null } : {};
  return { ...views, [chart]: { ...views[chart], ...fresh, ...change } };
}

/** The view of a chart without choices of the visitor. */
export function usualView(chart: ChartName): ChartView {
  return usual[chart];
}
