import type { RaceRun } from '../../lab/runs/run';
import { snapshot } from '../actions';
import { measurementStore } from '../stores/measurement';
import { runStore } from '../stores/run';
import type { RunState } from '../stores/run_state';
import { identityOf, vocabularyOf } from './race_identity';
import { type RaceOnPage, runOfRace } from './run_of_race';
import { samplesOf } from './sample_log';

/** The race on the page, whose worker still holds it. Undefined: there is none. */
export function raceOnPage(race: RunState = runStore.getState()): RaceOnPage | undefined {
  const kept = snapshot();
  if (!kept || kept.contenders.length !== race.members.length) return undefined;
  const vocabulary = race.task?.vocabulary ?? vocabularyOf(race.runId);
  return { race, snapshot: kept, vocabulary, samples: samplesOf(race), kernels: measurementStore.getState().inForce };
}

/** The race on the page as a run, up to its last kept steps. Undefined: no step is kept. */
export function runOfPage(): RaceRun | undefined {
  const on = raceOnPage();
  return on && runOfRace(on, identityOf(on.race.runId));
}
