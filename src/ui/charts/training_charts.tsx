import { findTask } from '../../tasks/registry';
import { percent, significant } from '../format';
import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import { useSlowRun } from '../stores/run';
import { curveAxes } from './axes';
import { CurveChart } from './curve_chart';

const scales = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
] as const;

/** Loss, and below it what the task is scored by. */
export function TrainingCharts() {
  const run = useSlowRun(333);
  const axis = usePreferences(p => p.curveAxis);
  const scale = usePreferences(p => p.lossScale);
  const measure = run.config ? findTask(run.config.task.name).measure : 'bits';
  const baselines = (run.task?.baselines ?? []).map(({ name, loss }) => ({ name, y: loss }));
  const controls = (
    <>
      <Toggles
        label="Draw against"
        value={axis}
        options={curveAxes}
        onChange={curveAxis => setPreferences({ curveAxis })}
      />
      <Toggles
        label="Scale of the loss"
        value={scale}
        options={scales}
        onChange={lossScale => setPreferences({ lossScale })}
      />
    </>
  );
  return (
    <>
      <CurveChart
        run={run}
        title="Loss"
        unit="nats per token · validation strong, training faint"
        strong="validation"
        faint="loss"
        factor={1}
        log={scale === 'log'}
        bounds={null}
        format={v => significant(v)}
        tickFormat={String}
        baselines={baselines}
        controls={controls}
        className="loss-chart"
      />
      {measure === 'accuracy' ? (
        <CurveChart
          run={run}
          title="Accuracy"
          unit="% of scored tokens right, validation"
          strong="accuracy"
          factor={1}
          log={false}
          bounds={accuracyBounds}
          format={percent}
          tickFormat={share => `${Math.round(100 * share)} %`}
          baselines={none}
          className="score-chart"
        />
      ) : (
        <CurveChart
          run={run}
          title="Bits per character"
          unit="bits, validation"
          strong="validation"
          factor={Math.LOG2E}
          log={false}
          bounds={null}
          format={v => significant(v)}
          tickFormat={String}
          baselines={none}
          className="score-chart"
        />
      )}
    </>
  );
}

const accuracyBounds = [0, 1] as const;
const none: readonly { name: string; y: number }[] = [];
