import type { ContenderConfig, RunConfig } from '../lab/config/config';
import { renamed } from '../lab/config/names';
import { differs, reset, send, train } from './actions';
import { ownMaterial } from './check';
import { whole } from './format';
import { OWN } from './own';
import { type ConfigState, configStore, setConfig } from './stores/config';
import { runStore } from './stores/run';
import { phaseOf, type RunState, raceStep, slotsOf } from './stores/run_state';

/** A panel of settings. */
export type SettingsPart = 'task' | 'contenders' | 'training';

/** Whether a race has begun and the settings are for another one. */
export function isForNextRace(settings: ConfigState, run: RunState): boolean {
  return raceStep(run) > 0 && differs(settings, run);
}

/** Whether a race has begun and the settings of one panel are for another one. */
export function isPartForNextRace(part: SettingsPart, settings: ConfigState, run: RunState): boolean {
  if (run.config === null || raceStep(run) === 0) return false;
  if (JSON.stringify(settings.config[part]) !== JSON.stringify(run.config[part])) return true;
  // Own text and sound belong to the task.
  return part === 'task' && differs({ ...settings, config: run.config }, run);
}

/** How the race on the page gets to the steps that are set; null: it has as many, or has not ended. */
export function whyNotLonger(settings: ConfigState, run: RunState): string | null {
  const before = run.config?.training;
  const { steps } = settings.config.training;
  if (!before || phaseOf(run) !== 'finished' || steps <= before.steps) return null;
  return `The race on the page ended at step ${whole(before.steps)}. Train further goes on from there; the next race begins at step 0.`;
}

/** Sets up another race. While a race is on the page, contenders with its names keep their colours, and others get free ones. */
export function chooseRace(config: RunConfig): void {
  setConfig(config);
  const run = runStore.getState();
  if (raceStep(run) > 0) configStore.setState({ slots: slotsBeside(run.members, config.contenders) });
}

/** Discards the race on the page and trains the one that is set up. */
export function startNextRace(): void {
  reset();
  train();
}

/** Restores the settings of the race on the page and leaves its results alone; includes its own text, sound, or music if the race uses them. */
export function backToRace(): void {
  const run = runStore.getState();
  const { config, members } = run;
  if (config === null) return;
  const own = ownMaterial(config.task);
  configStore.setState({
    config,
    slots: slotsOf(members),
    ...(own === null ? {} : { [OWN[own]]: run[OWN[own]] }),
  });
}

/** Renames the contenders of the race on the page as well, because names change nothing else in it. */
export function followNames(): void {
  configStore.subscribe(({ config }, { config: before }) => {
    const run = runStore.getState();
    if (run.config === null || run.config === config) return;
    const given = namesFor(run.config, before, config);
    if (run.config.contenders.every(({ name }, i) => name === given[i])) return;
    const named = renamed(run.config, given);
    const names = named.contenders.map(({ name }) => name);
    send({ type: 'rename', runId: run.runId, names });
    runStore.setState({ config: named, members: run.members.map(c => ({ ...c, name: names[c.contender] ?? c.name })) });
  });
}

/**
 * The names for the contenders of a race when the settings change. If nothing but names differs from the race, they are those
 * of the settings. Otherwise a contender that was just renamed, and is as the race has it, has its new name there, too.
 */
function namesFor(race: RunConfig, before: RunConfig, after: RunConfig): readonly string[] {
  if (withoutNames(race) === withoutNames(after)) return after.contenders.map(({ name }) => name);
  const own = race.contenders.map(({ name }) => name);
  if (withoutNames(before) !== withoutNames(after)) return own;
  const names = race.contenders.map(contender => {
    const place = before.contenders.findIndex(other => isSame(other, contender));
    return after.contenders[place]?.name ?? contender.name;
  });
  // A contender that is not among the settings any more keeps its name, which may be taken by now.
  return new Set(names).size === names.length ? names : own;
}

function isSame(one: ContenderConfig, other: ContenderConfig): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withoutNames(config: RunConfig): string {
  return JSON.stringify({ ...config, contenders: config.contenders.map(contender => ({ ...contender, name: '' })) });
}

interface Coloured {
  readonly name: string;
  readonly slot: number;
}

/** Colour slots for `contenders`: that of the racing one with the same name, otherwise a free one. */
export function slotsBeside(racing: readonly Coloured[], contenders: readonly { readonly name: string }[]): number[] {
  const taken = new Set(racing.map(({ slot }) => slot));
  return contenders.map(({ name }) => {
    const same = racing.find(other => other.name === name);
    if (same) return same.slot;
    let free = 0;
    while (taken.has(free)) free++;
    taken.add(free);
    return free;
  });
}
