import type { RunConfig } from '../../lab/config/config';
import { lacksMaterial } from '../check';
import { askForLacking } from '../link_limits';
import { chooseRace, startNextRace } from '../next_race';
import { configStore } from '../stores/config';
import { runStore } from '../stores/run';
import { raceStep } from '../stores/run_state';
import { openWorkspace } from '../stores/workspace';

/** Sets up the race of a shared result and trains it. A race that has trained on the page is not replaced without a further press. */
export function trainShared(config: RunConfig): void {
  chooseRace(config);
  openWorkspace('race');
  askForLacking();
  if (raceStep(runStore.getState()) === 0 && !lacksMaterial(configStore.getState())) startNextRace();
}
