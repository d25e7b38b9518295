import type { ReactNode } from 'react';
import { usePreferences } from '../stores/preferences';
import type { RunState } from '../stores/run_state';
import { curveAxis } from './axes';
import { CurveChart } from './curve_chart';

interface Props {
  readonly run: RunState;
  readonly baselines: readonly { readonly name: string; readonly loss: number }[];
  /** Says what the lines are drawn against, where no control of the chart does. */
  readonly against?: boolean;
  readonly className: string;
  readonly controls?: ReactNode;
}

/** The loss of a race, with its baselines. */
export function TrainingLoss({ run, baselines, against = false, className, controls }: Props) {
  const scale = usePreferences(p => p.lossScale);
  const axis = curveAxis(usePreferences(p => p.curveAxis));
  return (
    <CurveChart
      run={run}
      title="Loss"
      unit={`nats per token${against ? `, against ${axis.unit}` : ''} · validation strong, training faint`}
      strong="validation"
      faint="loss"
      log={scale === 'log'}
      bounds={null}
      baselines={baselines.map(({ name, loss }) => ({ name, y: loss }))}
      controls={controls}
      className={className}
    />
  );
}
