import type { SessionSnapshot } from '../lab/race/snapshot';
import type { AdapterReport, Event } from '../lab/worker/protocol';
import { checkConfig } from './check';
import { whole } from './format';
import { type OwnStorage, ownStorage } from './own_storage';
import { reasonOf } from './page_storage';
import { type KeptRace, keptSteps, readKeptRace } from './read_kept_race';
import { type ConfigState, configStore } from './stores/config';
import { copyCurve } from './stores/curve';
import { keptRaceStore, setKeptRace } from './stores/kept_race';
import { measurementStore } from './stores/measurement';
import { setUnread } from './stores/not_kept';
import { runStore } from './stores/run';
import { slotsOf } from './stores/run_state';

/** The address of this script. It contains a hash of the build, including the worker. */
const BUILD: string = import.meta.url;

/** The race on the page as it continues from a snapshot; undefined if no step was kept. */
export function raceToKeep(snapshot: SessionSnapshot, build = BUILD): KeptRace | undefined {
  const { config, members, ownText, ownSound } = runStore.getState();
  if (config === null || !snapshot.contenders.some(({ trainer }) => (trainer?.steps ?? 0) > 0)) return undefined;
  return {
    build,
    config,
    settings: configStore.getState().config,
    kernels: measurementStore.getState().inForce,
    slots: slotsOf(members),
    ownText,
    ownSound: ownSound?.slice() ?? null,
    snapshot,
    curves: members.map(({ curve }) => copyCurve(curve)),
  };
}

/** Stores the race on the page, whose GPU is gone until the page is reloaded. Never rejects. */
export async function keepRace(snapshot: SessionSnapshot, storage: OwnStorage = ownStorage): Promise<void> {
  const race = raceToKeep(snapshot);
  if (!race) {
    setKeptRace({ is: 'not_stored', why: 'no step was kept yet' });
    return;
  }
  setKeptRace({ is: 'storing' });
  try {
    await storage.set('race', race);
    setKeptRace({ is: 'stored', step: keptSteps(snapshot) });
  } catch (error) {
    setKeptRace({ is: 'not_stored', why: reasonOf(error) });
  }
}

/** Finds the race that the last visit kept; says so if the browser cannot read it. Never rejects. */
export async function findKeptRace(storage: OwnStorage = ownStorage, build = BUILD): Promise<void> {
  const value = await storage.get('race').catch((error: unknown) => {
    setUnread(reasonOf(error));
    return undefined;
  });
  if (value === undefined) return;
  const read = readKeptRace(value, build);
  if (!read.ok) setKeptRace({ is: 'unusable', why: read.why });
  else setKeptRace({ is: 'waiting', race: read.race, why: 'It waits for a GPU.' });
}

/** The race that continues by itself once there is a device; undefined: none. A race that waits then says why. */
export function raceThatGoesOn(
  { config }: Pick<ConfigState, 'config'>,
  backend: AdapterReport['backend'] | undefined,
): KeptRace | undefined {
  const { now } = keptRaceStore.getState();
  if (now.is !== 'waiting') return undefined;
  const { race } = now;
  if (backend !== 'webgpu') {
    setKeptRace({
      is: 'waiting',
      race,
      why: 'The browser gave this page no GPU. Reload the page with the browser’s reload button, restart the browser, or go on without a GPU.',
    });
    return undefined;
  }
  const own = checkConfig(config);
  if (!own.ok || JSON.stringify(own.config) !== JSON.stringify(race.settings)) {
    setKeptRace({ is: 'waiting', race, why: 'This page was opened with other settings.' });
    return undefined;
  }
  return race;
}

/** Follows a race that continues: then its copy is deleted, and the page says from which step it continues. */
export function followKeptRace(event: Event, storage: OwnStorage = ownStorage): void {
  const { now } = keptRaceStore.getState();
  if (now.is !== 'going_on' || !('runId' in event) || event.runId !== now.runId) return;
  if (event.type === 'resumed') {
    const step = whole(keptSteps(now.race.snapshot));
    runStore.setState({
      replaced: `The race goes on from step ${step}, the last one that was kept before the reload.`,
    });
    void discardKeptRace(storage);
  } else if (event.type === 'failed' && event.failure.startsWith('bad_'))
    setKeptRace({ is: 'unusable', why: event.message });
}

/** Deletes the kept race. Never rejects. */
export async function discardKeptRace(storage: OwnStorage = ownStorage): Promise<void> {
  setKeptRace({ is: 'none' });
  await storage.delete('race').catch(() => {});
}
