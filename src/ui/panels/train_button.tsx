import { toggleTraining } from '../actions';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import { lacksGpu, type Phase, phaseOf, type RunState } from '../stores/run_state';
import './train_button.css';

interface Props {
  readonly run: RunState;
  /** The page has one with the name `train`, which takes the focus from elsewhere. */
  readonly id?: string;
}

/** The button that trains and pauses the race. */
export function TrainButton({ run, id }: Props) {
  const phase = phaseOf(run);
  const training = phase === 'training';
  return (
    <Hint text={hintOf(phase)} side="bottom">
      <Button
        icon={training ? 'pause' : 'play'}
        label={training ? 'Pause' : 'Train'}
        className="primary train"
        disabled={isUntrainable(run)}
        onClick={toggleTraining}
        {...(id === undefined ? {} : { id })}
      />
    </Hint>
  );
}

export function isUntrainable(run: RunState): boolean {
  const phase = phaseOf(run);
  return phase === 'opening' || phase === 'finished' || lacksGpu(run);
}

function hintOf(phase: Phase): string {
  if (phase === 'training') return 'Pause after the current step (Space).';
  if (phase === 'finished')
    return 'The race has ended. Train further goes on from here. Reset starts another with the settings as they are now.';
  return 'Train all contenders, taking turns (Space).';
}
