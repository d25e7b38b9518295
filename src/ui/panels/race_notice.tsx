import { useExperiments } from '../stores/experiments';
import './race_notice.css';

/** Warns that training ends a running experiment. */
export function RaceNotice() {
  const experimenting = useExperiments(state => state.running !== null);
  return (
    <span className="race-notice" role="status">
      {experimenting ? 'Training ends the running experiment. Its rows are kept.' : ''}
    </span>
  );
}
