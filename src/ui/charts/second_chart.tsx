import type { ReactNode } from 'react';
import { curveFacts } from '../../lab/race/curve';
import { findTask } from '../../tasks/registry';
import { accuracyInterval } from '../accuracy_interval';
import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import type { RunState } from '../stores/run_state';
import { CurveChart } from './curve_chart';
import './training_charts.css';

interface Props {
  readonly run: RunState;
  readonly controls?: ReactNode;
  readonly className: string;
}

/** The chart below the loss: accuracy or gradient norm. */
export function SecondChart({ run }: { readonly run: RunState }) {
  const shown = usePreferences(p => p.secondChart);
  const Chart = shown === 'gradient' ? GradientChart : AccuracyChart;
  const controls = (
    <Toggles
      label="Second chart"
      value={shown}
      options={[
        { value: 'score', label: curveFacts.accuracy.label },
        { value: 'gradient', label: curveFacts.gradientNorm.label },
      ]}
      onChange={secondChart => setPreferences({ secondChart })}
    />
  );
  return <Chart run={run} controls={controls} className="score-chart" />;
}

/** The gradient norm of a race, with the norm above which it is clipped. */
export function GradientChart(props: Props) {
  const clip = props.run.config?.training.clip_norm ?? null;
  return (
    <CurveChart
      {...props}
      title={curveFacts.gradientNorm.label}
      unit={`${curveFacts.gradientNorm.unit}, ${clip === null ? 'not clipped' : 'before clipping'}`}
      strong="gradientNorm"
      log
      bounds={null}
      baselines={clip === null ? none : [{ name: `clipped above ${clip}`, y: clip }]}
    />
  );
}

/** The accuracy of a race, with its interval where the task is scored by it. */
export function AccuracyChart(props: Props) {
  const { config } = props.run;
  const task = config === null ? undefined : findTask(config.task.name);
  const training = config?.training;
  const byAccuracy = task?.measure === 'accuracy';
  return (
    <CurveChart
      {...props}
      title={curveFacts.accuracy.label}
      unit={
        byAccuracy
          ? '% of scored tokens right, validation (95 % interval)'
          : `% of next ${task?.unit ?? 'character'}s right, validation`
      }
      strong="accuracy"
      log={false}
      bounds={byAccuracy ? accuracyBounds : null}
      {...(byAccuracy && training ? { spread: share => accuracyInterval(share, training) } : {})}
      baselines={none}
    />
  );
}

const accuracyBounds = [0, 1] as const;
const none = [] as const;
