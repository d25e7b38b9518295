import { reset } from '../actions';
import { Notice } from '../kit/notice';
import { backToRace, isForNextRace } from '../next_race';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';

/** Says that the settings are not those of the race whose results are on the page. */
export function NextRaceBar() {
  const settings = useConfig(state => state);
  const next = useRun(run => isForNextRace(settings, run));
  if (!next) return null;
  return (
    <Notice
      title="These settings are for the next race."
      actions={
        <>
          <button type="button" className="button tiny" onClick={reset}>
            Start it
          </button>
          <button type="button" className="button tiny quiet" onClick={backToRace}>
            Back to the race’s settings
          </button>
        </>
      }
    >
      Curves, results, and samples are of the race before. Starting the next one discards them.
    </Notice>
  );
}
