import { goOnWith } from '../actions';
import { whole } from '../format';
import { discardKeptRace } from '../kept_race';
import { Button } from '../kit/button';
import { Notice } from '../kit/notice';
import { keptSteps } from '../read_kept_race';
import { useKeptRace } from '../stores/kept_race';
import { useRun } from '../stores/run';

/** A race of the last visit that does not continue by itself. */
export function KeptRaceNotice() {
  const kept = useKeptRace();
  const ready = useRun(state => state.adapter !== null);
  const discard = <Button tiny quiet label="Discard" onClick={() => void discardKeptRace()} />;
  if (kept.is === 'unusable')
    return (
      <Notice title="The race that was kept before the reload is not used." actions={discard}>
        {`${kept.why} It is kept until you discard it.`}
      </Notice>
    );
  if (kept.is !== 'waiting' || !ready) return null;
  const { race, why } = kept;
  const goOn = <Button tiny label="Go on" onClick={() => goOnWith(race)} />;
  return (
    <Notice
      title={`A race is kept at step ${whole(keptSteps(race.snapshot))}.`}
      actions={
        <>
          {goOn} {discard}
        </>
      }
    >
      {why}
    </Notice>
  );
}
