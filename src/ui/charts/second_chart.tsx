import { curveFacts } from '../../lab/race/curve';
import { findTask } from '../../tasks/registry';
import { accuracyInterval } from '../accuracy_interval';
import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import type { RunState } from '../stores/run_state';
import { CurveChart } from './curve_chart';
import './training_charts.css';

/** The chart below the loss: accuracy or gradient norm. */
export function SecondChart({ run }: { readonly run: RunState }) {
  const shown = usePreferences(p => p.secondChart);
  const task = run.config === null ? undefined : findTask(run.config.task.name);
  const training = run.config?.training;
  const byAccuracy = task?.measure === 'accuracy';
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
  const common = { run, controls, className: 'score-chart' };
  if (shown === 'gradient') {
    const clip = run.config?.training.clip_norm ?? null;
    return (
      <CurveChart
        {...common}
        title={curveFacts.gradientNorm.label}
        unit={`${curveFacts.gradientNorm.unit}, ${clip === null ? 'not clipped' : 'before clipping'}`}
        strong="gradientNorm"
        log
        bounds={null}
        baselines={clip === null ? none : [{ name: `clipped above ${clip}`, y: clip }]}
      />
    );
  }
  return (
    <CurveChart
      {...common}
      title={curveFacts.accuracy.label}
      unit={
        byAccuracy
          ? '% of scored tokens right, validation (95 % interval)'
          : `% of next ${task ? (task.sound ? 'samples' : 'characters') : 'tokens'} right, validation`
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
const none: readonly { name: string; y: number }[] = [];
