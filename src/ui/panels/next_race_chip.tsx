import { isPartForNextRace, type SettingsPart } from '../next_race';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';
import './next_race_chip.css';

/** Marks a panel whose settings differ from those of the race on the page. */
export function NextRaceChip({ part }: { part: SettingsPart }) {
  const settings = useConfig(state => state);
  const next = useRun(run => isPartForNextRace(part, settings, run));
  return next ? <span className="chip-next muted">next race</span> : null;
}
