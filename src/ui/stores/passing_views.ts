import { create } from 'zustand';
import { type ChartView, plainView, type ViewChoices } from './chart_views';

/** What differs from the usual view of charts that keep their choices until the page is left, by the name of the chart. */
const passingViews = create<Readonly<Record<string, Partial<ChartView>>>>(() => ({}));

/** How such a chart is looked at; `own` is what is usual for it alone. */
export function usePassingView(chart: string, own: Partial<ChartView>): ViewChoices {
  const chosen = passingViews(state => state[chart]);
  const usual = { ...plainView, ...own };
  const change = (change: Partial<ChartView>) =>
    passingViews.setState(state => ({ [chart]: { ...state[chart], ...change } }));
  return { view: { ...usual, ...chosen }, usual, change };
}
