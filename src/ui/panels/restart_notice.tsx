import { differs } from '../actions';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';
import { raceStep } from '../stores/run_state';

/** Said while the settings have moved on from the race that is under way. */
export function RestartNotice() {
  const settings = useConfig(state => state);
  const changed = useRun(state => differs(settings, state));
  const begun = useRun(state => raceStep(state) > 0);
  return (
    <span className="restart" role="status">
      {changed && begun ? 'Changes apply after reset' : ''}
    </span>
  );
}
