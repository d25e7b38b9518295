import type { Chart, Column, Experiment } from '../../lab/experiments/experiment';
import type { Axis, BaselineLevel } from '../charts/axis';
import type { PlotRow } from '../charts/bucket';
import { type HiddenLines, useHiddenLines } from '../charts/hidden_lines';
import { useShownRange } from '../charts/pointer';
import { fittedEnds, fixedEnds } from '../charts/y_ends';
import type { ViewChoices } from '../stores/chart_views';
import { usePassingView } from '../stores/passing_views';
import { axisOf, columnOf, extentAcross, ownEnds } from './measured_axis';

type DrawnChart = Extract<Chart, { kind: 'line' | 'points' }>;

export interface MeasuredView<C extends DrawnChart> {
  /** The chart with the scales that the visitor chose. */
  readonly chart: C;
  readonly x: Column;
  readonly y: Column;
  readonly choices: ViewChoices;
  readonly hidden: HiddenLines;
  /** Charts of an experiment over the same x share the pointer and the zoom. */
  readonly group: string;
}

/** How a chart of an experiment is looked at. Charts of one facet are looked at alike. */
export function useMeasuredView<C extends DrawnChart>(experiment: Experiment, chart: C): MeasuredView<C> {
  const name = `${experiment.name} ${chart.title}`;
  const choices = usePassingView(name, { logX: chart.log.x });
  const { logX, logY } = choices.view;
  return {
    chart: { ...chart, log: { x: logX, y: logY ?? chart.log.y } },
    x: columnOf(experiment, chart.x),
    y: columnOf(experiment, chart.y),
    choices,
    hidden: useHiddenLines(name),
    group: `${experiment.name} ${chart.x}`,
  };
}

interface Figures {
  /** All there are, shown or not: hiding a line leaves x as it is. */
  readonly across: readonly number[];
  /** Those that are shown. */
  readonly shown: readonly PlotRow[];
  readonly levels?: readonly BaselineLevel[];
}

/** The axes of a chart: x as far as it is shown, y as the visitor fixed it, else as what is shown needs. */
export function useMeasuredAxes<C extends DrawnChart>(
  { chart: { log }, x, y, choices, group }: MeasuredView<C>,
  { across, shown, levels = [] }: Figures,
): { readonly x: Axis; readonly y: Axis } {
  const extent = extentAcross(x, across, log.x);
  const domain = useShownRange(group, extent);
  const part = domain !== extent.range;
  const ends =
    fixedEnds(choices.view.range, log.y) ??
    (part ? null : ownEnds(y, log.y)) ??
    fittedEnds(shown, domain, part ? [] : levels, log.y);
  return { x: { ...axisOf(x, domain, log.x), extent }, y: axisOf(y, ends, log.y) };
}
