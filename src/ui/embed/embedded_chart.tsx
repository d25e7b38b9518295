import { BytesChart, TimeChart } from '../charts/cost_charts';
import { RaceChart } from '../charts/race_chart';
import type { RunState } from '../stores/run_state';
import type { EmbeddedChart as Chart } from './embedded';

interface Props {
  readonly chart: Chart;
  readonly run: RunState;
  readonly baselines: readonly { readonly name: string; readonly loss: number }[];
}

const className = 'embed-chart';

/** The one chart of a frame. */
export function EmbeddedChart({ chart, run, baselines }: Props) {
  const race = { run, chart: 'first', baselines, against: true, className } as const;
  switch (chart) {
    case 'loss':
      return <RaceChart {...race} metric="loss" />;
    case 'accuracy':
      return <RaceChart {...race} metric="accuracy" />;
    case 'gradient':
      return <RaceChart {...race} metric="gradient" />;
    case 'time':
      return <TimeChart run={run} className={className} />;
    case 'state':
      return <BytesChart run={run} className={className} />;
    default:
      return chart satisfies never;
  }
}
