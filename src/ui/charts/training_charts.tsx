import { Toggles } from '../kit/toggles';
import { setPreferences, usePreferences } from '../stores/preferences';
import { useSlowRun } from '../stores/run';
import { curveAxes } from './axes';
import { RaceChart } from './race_chart';
import './training_charts.css';

const none = [] as const;

/** Two quantities of training: at first the loss, and below it the accuracy. */
export function TrainingCharts() {
  const run = useSlowRun(333);
  const axis = usePreferences(p => p.curveAxis);
  const controls = (
    <Toggles
      label="Draw against"
      value={axis}
      options={curveAxes}
      onChange={curveAxis => setPreferences({ curveAxis })}
    />
  );
  const baselines = run.task?.baselines ?? none;
  return (
    <>
      <RaceChart run={run} chart="first" marks baselines={baselines} controls={controls} className="loss-chart" />
      <RaceChart run={run} chart="second" marks baselines={baselines} className="score-chart" />
    </>
  );
}
