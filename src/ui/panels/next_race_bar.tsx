import { Notice } from '../kit/notice';
import { backToRace, isForNextRace, startNextRace, whyNotLonger } from '../next_race';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';

/** Says that the settings are not those of the race whose results are on the page, and what starting the next one does. */
export function NextRaceBar() {
  const settings = useConfig(state => state);
  const next = useRun(run => isForNextRace(settings, run));
  const why = useRun(run => whyNotLonger(settings, run));
  if (!next) return null;
  return (
    <Notice
      title="These settings are for the next race."
      actions={
        <>
          <button type="button" className="button tiny" onClick={startNextRace}>
            Discard and start the next race
          </button>
          <button type="button" className="button tiny quiet" onClick={backToRace}>
            Back to the race’s settings
          </button>
        </>
      }
    >
      {why} Curves, results, and samples on the page are those of the current race. Export saves them.
    </Notice>
  );
}
