import { downloadText, safeFileName } from '../download';
import { whole } from '../format';
import { lookAgain } from '../inspect_actions';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import { IconButton } from '../kit/icon_button';
import { inspectionStore, useInspection } from '../stores/inspection';
import { runStore } from '../stores/run';
import { titleOf } from '../stores/run_state';
import { inspectionJson } from './inspection_json';
import './look_again.css';

/** The step of the pictures, and buttons that renew them and save their numbers. */
export function LookAgain() {
  const step = useInspection(state => state.shown?.step);
  const follow = useInspection(state => state.follow);
  return (
    <>
      <span className="muted small number as-of">{step === undefined ? '' : `as of step ${whole(step)}`}</span>
      <Hint text="The pictures follow the training, at most every two seconds.">
        <Button
          tiny
          icon={follow ? 'check' : 'play'}
          label="Follow training"
          aria-pressed={follow}
          onClick={() => inspectionStore.setState({ follow: !follow })}
        />
      </Hint>
      <IconButton icon="reset" tiny label="Look again now" disabled={step === undefined} onClick={lookAgain} />
      <IconButton icon="download" tiny label="Save this view as JSON" disabled={step === undefined} onClick={save} />
    </>
  );
}

function save(): void {
  const { shown } = inspectionStore.getState();
  const run = runStore.getState();
  const member = run.members[shown?.request.contender ?? -1];
  if (!shown || !member) return;
  const file = `unroll-inspect-${safeFileName(titleOf(run, shown.request.contender))}-step-${shown.step}.json`;
  downloadText(file, inspectionJson(shown, run.config, member), 'application/json');
}
