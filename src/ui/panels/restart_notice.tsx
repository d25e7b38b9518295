import { differs, reset } from '../actions';
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
    <p className="restart" role="status">
      {changed && begun ? (
        <>
          Changes apply after reset.{' '}
          <button type="button" className="button tiny" onClick={reset}>
            Reset now
          </button>
        </>
      ) : null}
    </p>
  );
}
