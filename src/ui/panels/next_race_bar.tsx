import { Button } from '../kit/button';
import { Notice } from '../kit/notice';
import { backToRace, isForNextRace, startNextRace, whyNotLonger } from '../next_race';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';

/** Says that the settings differ from those of the race on the page. Its buttons start the next race or restore the settings. */
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
          <Button tiny label="Discard and start the next race" onClick={startNextRace} />
          <Button tiny quiet label="Back to the race’s settings" onClick={backToRace} />
        </>
      }
    >
      {why} Curves, results, and samples on the page are those of the current race. Export saves them.
    </Notice>
  );
}
