import { findTask } from '../../tasks/registry';
import { accuracyInterval } from '../accuracy_interval';
import { percent, significant, tickNumber } from '../format';
import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import type { RunState } from '../stores/run_state';
import { CurveChart } from './curve_chart';
import './training_charts.css';

/** Below the loss: what the task is scored by, or how large the gradients are. */
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
        { value: 'score', label: 'Accuracy' },
        { value: 'gradient', label: 'Gradient norm' },
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
        title="Gradient norm"
        unit={clip === null ? 'over all weights, not clipped' : 'over all weights, before clipping'}
        strong="gradientNorm"
        factor={1}
        log
        bounds={null}
        format={v => significant(v)}
        tickFormat={tickNumber}
        baselines={clip === null ? none : [{ name: `clipped above ${clip}`, y: clip }]}
      />
    );
  }
  return (
    <CurveChart
      {...common}
      title="Accuracy"
      unit={
        byAccuracy
          ? '% of scored tokens right, validation (95 % interval)'
          : `% of next ${task ? (task.sound ? 'samples' : 'characters') : 'tokens'} right, validation`
      }
      strong="accuracy"
      factor={1}
      log={false}
      bounds={byAccuracy ? accuracyBounds : null}
      format={percent}
      {...(byAccuracy && training ? { spread: share => accuracyInterval(share, training) } : {})}
      tickFormat={share => `${Number((100 * share).toPrecision(6))} %`}
      baselines={none}
    />
  );
}

const accuracyBounds = [0, 1] as const;
const none: readonly { name: string; y: number }[] = [];
