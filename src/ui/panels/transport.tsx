import { quantity } from '../../quantity';
import { reset, train } from '../actions';
import { TrainFurtherButton } from '../branch/train_further_button';
import { duration, significant, whole } from '../format';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import { lazyPart } from '../kit/lazy_part';
import { Progress } from '../kit/progress';
import { useByHand } from '../sheets/use_by_hand';
import { paceOf } from '../stores/receive';
import { useSlowRun } from '../stores/run';
import { endOf, isAtRest, phaseOf, type RunState, raceStep } from '../stores/run_state';
import { ExportMenu } from './export_menu';
import { RaceNotice } from './race_notice';
import { compiledKernels, shareOf } from './race_share';
import { isUntrainable, TrainButton } from './train_button';
import './transport.css';

const RaceHeard = lazyPart(() => import('./race_heard').then(part => part.RaceHeard), null);

/** Buttons that train, pause, step, and reset, and the progress of the race. */
export function Transport() {
  const run = useSlowRun(100);
  const phase = phaseOf(run);
  const waiting = phase === 'opening';
  const rests = isAtRest(phase);
  const untrainable = isUntrainable(run);
  return (
    <section className={`panel bar transport ${rests ? 'resting' : ''}`} aria-label="Race controls">
      {useByHand() ? null : <TrainButton run={run} id="train" />}
      <TrainFurtherButton rests={rests} />
      <Hint text="One step of every contender, then pause." side="bottom">
        <Button icon="step" label="Step" disabled={untrainable} onClick={() => train(1)} />
      </Hint>
      <Hint text="Discard the curves on the page and load the settings as they are now, at step 0." side="bottom">
        <Button icon="reset" label="Reset" disabled={waiting} onClick={reset} />
      </Hint>
      <RaceProgress run={run} />
      <ExportMenu />
      <RaceNotice />
      <RaceHeard />
    </section>
  );
}

function RaceProgress({ run }: { run: RunState }) {
  const total = run.config?.training.steps ?? 0;
  const step = raceStep(run);
  return (
    <Progress
      label="Progress of the race"
      share={shareOf(run)}
      words={words(run, step, total)}
      live={false}
      className="race-progress"
    />
  );
}

function words(run: RunState, step: number, total: number): string {
  const phase = phaseOf(run);
  switch (phase) {
    case 'opening':
      return 'opening the device …';
    case 'empty':
      return 'press Train to start';
    case 'failed':
      return 'stopped';
    case 'compiling': {
      const { done, total } = compiledKernels(run);
      return total > 0 ? `compiling kernels: ${done} of ${total}` : 'compiling kernels …';
    }
    case 'ready':
      return `ready · ${quantity(total, 'step')}`;
    case 'paused':
      return `step ${whole(step)} / ${whole(total)} · paused`;
    case 'finished':
      return `step ${whole(step)} / ${whole(total)} · ${endOf(run)}`;
    case 'training': {
      const pace = paceOf(run.pace);
      if (!Number.isFinite(pace) || pace <= 0) return `step ${whole(step)} / ${whole(total)} · measuring speed …`;
      return `step ${whole(step)} / ${whole(total)} · ${significant(pace, 2)} steps/s · ${duration((total - step) / pace)} left`;
    }
    default:
      phase satisfies never;
      return '';
  }
}
