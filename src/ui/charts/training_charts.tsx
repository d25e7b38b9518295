import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import { useSlowRun } from '../stores/run';
import { curveAxes } from './axes';
import { scales } from './axis';
import { CurveChart } from './curve_chart';
import { SecondChart } from './second_chart';
import './training_charts.css';

/** The loss, and below it accuracy or gradient norm. */
export function TrainingCharts() {
  const run = useSlowRun(333);
  const axis = usePreferences(p => p.curveAxis);
  const scale = usePreferences(p => p.lossScale);
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
        log={scale === 'log'}
        bounds={null}
        baselines={baselines}
        controls={controls}
        className="loss-chart"
      />
      <SecondChart run={run} />
    </>
  );
}
