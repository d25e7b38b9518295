import { reset, toggleTraining, train } from '../actions';
import { TrainFurtherButton } from '../branch/train_further_button';
import { duration, significant, whole } from '../format';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import { Progress } from '../kit/progress';
import { paceOf } from '../stores/receive';
import { useSlowRun } from '../stores/run';
import { endOf, isAtRest, lacksGpu, type Phase, phaseOf, type RunState, raceStep } from '../stores/run_state';
import { ExportMenu } from './export_menu';
import { RaceNotice } from './race_notice';
import './transport.css';

/** Buttons that train, pause, step, and reset, and the progress of the race. */
export function Transport() {
  const run = useSlowRun(100);
  const phase = phaseOf(run);
  const training = phase === 'training';
  const waiting = phase === 'opening';
  const rests = isAtRest(phase);
  const untrainable = waiting || phase === 'finished' || lacksGpu(run);
  return (
    <section className={`panel bar transport ${rests ? 'resting' : ''}`} aria-label="Race controls">
      <Hint text={trainHint(phase)} side="bottom">
        <Button
          icon={training ? 'pause' : 'play'}
          label={training ? 'Pause' : 'Train'}
          className="primary train"
          id="train"
          disabled={untrainable}
          onClick={toggleTraining}
        />
      </Hint>
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
    </section>
  );
}

function trainHint(phase: Phase): string {
  if (phase === 'training') return 'Pause after the current step (Space).';
  if (phase === 'finished')
    return 'The race has ended. Train further goes on from here. Reset starts another with the settings as they are now.';
  return 'Train all contenders, taking turns (Space).';
}

function RaceProgress({ run }: { run: RunState }) {
  const total = run.config?.training.steps ?? 0;
  const step = raceStep(run);
  const share = total > 0 ? step / total : 0;
  return (
    <Progress
      label="Progress of the race"
      share={shareOf(run, share)}
      words={words(run, step, total)}
      live={false}
      className="race-progress"
    />
  );
}

function shareOf(run: RunState, share: number): number {
  return phaseOf(run) === 'compiling' ? compiledShare(run) : Math.min(1, share);
}

function compiledShare(run: RunState): number {
  const { done, total } = compiledKernels(run);
  return total > 0 ? done / total : 0;
}

/** The sums over all members. */
function compiledKernels({ members }: RunState): { done: number; total: number } {
  return members.reduce(
    (sum, { compiled }) => ({ done: sum.done + (compiled?.done ?? 0), total: sum.total + (compiled?.total ?? 0) }),
    { done: 0, total: 0 },
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
      return `ready · ${whole(total)} steps`;
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
