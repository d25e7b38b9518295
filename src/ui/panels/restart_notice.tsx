import { differs } from '../actions';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';
import { raceStep } from '../stores/run_state';

/** Said while the settings have moved on from the race that is under way. */
export function RestartNotice() {
  const config = useConfig(state => state.config);
  const ownText = useConfig(state => state.ownText);
  const changed = useRun(state => differs(config, ownText, state));
  const begun = useRun(state => raceStep(state) > 0);
  return (
    <span className="restart" role="status">
      {changed && begun ? 'Changes apply after reset' : ''}
    </span>
  );
}
