import type { Chart } from '../../lab/experiments/experiment';
import { ChartOptions } from '../charts/chart_options';
import type { Range } from '../charts/range';
import type { MeasuredView } from './measured_view';

interface Props {
  readonly title: string;
  /** As the experiment has it. */
  readonly usual: Extract<Chart, { kind: 'line' | 'points' }>;
  readonly view: Pick<MeasuredView<never>, 'choices' | 'y'>;
  readonly shownY: Range;
}

/** The choices of a chart of an experiment. */
export function MeasuredOptions({ title, usual, view: { choices, y }, shownY }: Props) {
  return (
    <ChartOptions
      title={title}
      choices={choices}
      scaleX
      logY={usual.log.y}
      shownY={shownY}
      percent={y.unit === 'share'}
    />
  );
}
