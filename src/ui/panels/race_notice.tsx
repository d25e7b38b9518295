import { differs } from '../actions';
import { useConfig } from '../stores/config';
import { useExperiments } from '../stores/experiments';
import { useRun } from '../stores/run';
import { raceStep } from '../stores/run_state';

/** What the buttons beside it will not do, or do besides: settings have moved on from the race, or an experiment is under way. */
export function RaceNotice() {
  const settings = useConfig(state => state);
  const changed = useRun(state => differs(settings, state));
  const begun = useRun(state => raceStep(state) > 0);
  const experimenting = useExperiments(state => state.running !== null);
  const words = experimenting
    ? 'Training ends the experiment under way; its rows are kept'
    : 'Changes apply after reset';
  return (
    <span className="race-notice" role="status">
      {experimenting || (changed && begun) ? words : ''}
    </span>
  );
}
