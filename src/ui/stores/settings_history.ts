import { create } from 'zustand';
import { type ConfigState, configStore } from './config';

/** What undo brings back: the race that is set up, with its colours. Own text, sound, and music stay as they are. */
type Settings = Pick<ConfigState, 'config' | 'slots'>;

interface SettingsHistory {
  /** Earlier settings, oldest first. */
  readonly past: readonly Settings[];
  /** Settings that were undone, the nearest first. */
  readonly future: readonly Settings[];
}

/** Most steps that can be undone. */
const MOST = 100;
/** Changes of one setting with less than so many milliseconds between them are one step: a drag, a number that is typed. */
const PAUSE = 500;

const historyStore = create<SettingsHistory>(() => ({ past: [], future: [] }));
export const useSettingsHistory = historyStore;

let lastChange = { time: Number.NEGATIVE_INFINITY, place: '' };
/** Settings that undo or redo is bringing back. */
let brings: Settings | null = null;

/** Keeps every later change of the settings, so that it can be undone. Returns a function that ends it. */
export function followSettings(now: () => number = () => performance.now()): () => void {
  historyStore.setState({ past: [], future: [] });
  forgetLast();
  return configStore.subscribe((after, before) => {
    if (after.config === before.config || after.config === brings?.config) return;
    const change = { time: now(), place: placeOfChange(before.config, after.config) };
    const goesOn = change.place === lastChange.place && change.time - lastChange.time < PAUSE;
    lastChange = change;
    historyStore.setState(({ past, future }) => {
      if (goesOn && past.length > 0 && future.length === 0) return {};
      return { past: [...past, settingsOf(before)].slice(-MOST), future: [] };
    });
  });
}

export function undoSettings(): void {
  const { past, future } = historyStore.getState();
  const last = past.at(-1);
  if (last) bring(last, { past: past.slice(0, -1), future: [settingsOf(configStore.getState()), ...future] });
}

export function redoSettings(): void {
  const { past, future } = historyStore.getState();
  const [next, ...rest] = future;
  if (next) bring(next, { past: [...past, settingsOf(configStore.getState())], future: rest });
}

function bring(settings: Settings, history: SettingsHistory): void {
  brings = settings;
  forgetLast();
  try {
    configStore.setState(settings);
    historyStore.setState(history);
  } finally {
    brings = null;
  }
}

/** The next change is a step of its own. */
function forgetLast(): void {
  lastChange = { time: Number.NEGATIVE_INFINITY, place: '' };
}

/** Keys down to the innermost part that holds all differences. */
function placeOfChange(before: unknown, after: unknown): string {
  if (!(before instanceof Object && after instanceof Object)) return '';
  const own = new Map<string, unknown>(Object.entries(after));
  const old = Object.entries(before);
  const [first, ...others] = old.filter(([key, value]) => JSON.stringify(own.get(key)) !== JSON.stringify(value));
  if (!first || others.length > 0 || own.size !== old.length) return '';
  const [key, value] = first;
  return `/${key}${placeOfChange(value, own.get(key))}`;
}

function settingsOf({ config, slots }: ConfigState): Settings {
  return { config, slots };
}
