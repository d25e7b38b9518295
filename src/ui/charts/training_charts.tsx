import { seedsOf } from '../../lab/config/members';
import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import { useSlowRun } from '../stores/run';
import { curveAxes } from './axes';
import { scales } from './axis';
import { SecondChart } from './second_chart';
import { TrainingLoss } from './training_loss';
import './training_charts.css';

/** What the band of several seeds shows. */
const bands = [
  { value: 'range', label: 'Min–max' },
  { value: 'error', label: 'Std. error' },
] as const;

/** The loss, and below it accuracy or gradient norm. */
export function TrainingCharts() {
  const run = useSlowRun(333);
  const axis = usePreferences(p => p.curveAxis);
  const scale = usePreferences(p => p.lossScale);
  const band = usePreferences(p => p.seedBand);
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
      {run.config && seedsOf(run.config.training) > 1 ? (
        <Toggles
          label="Band around the mean"
          value={band}
          options={bands}
          onChange={seedBand => setPreferences({ seedBand })}
        />
      ) : null}
    </>
  );
  return (
    <>
      <TrainingLoss run={run} baselines={run.task?.baselines ?? []} controls={controls} className="loss-chart" />
      <SecondChart run={run} />
    </>
  );
}
