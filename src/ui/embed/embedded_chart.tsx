import { BytesChart, TimeChart } from '../charts/cost_charts';
import { AccuracyChart, GradientChart } from '../charts/second_chart';
import { TrainingLoss } from '../charts/training_loss';
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
  switch (chart) {
    case 'loss':
      return <TrainingLoss run={run} baselines={baselines} against className={className} />;
    case 'accuracy':
      return <AccuracyChart run={run} className={className} />;
    case 'gradient':
      return <GradientChart run={run} className={className} />;
    case 'time':
      return <TimeChart run={run} className={className} />;
    case 'state':
      return <BytesChart run={run} className={className} />;
    default:
      return chart satisfies never;
  }
}
