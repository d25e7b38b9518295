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
/** Milliseconds without a change after which the next change is a step of its own: a drag or a typed number is one step. */
const PAUSE = 500;

const historyStore = create<SettingsHistory>(() => ({ past: [], future: [] }));
export const useSettingsHistory = historyStore;

let lastChange = Number.NEGATIVE_INFINITY;
/** Settings that undo or redo is bringing back. */
let brings: Settings | null = null;

/** Keeps every later change of the settings, so that it can be undone. Returns a function that ends it. */
export function followSettings(now: () => number = () => performance.now()): () => void {
  historyStore.setState({ past: [], future: [] });
  lastChange = Number.NEGATIVE_INFINITY;
  return configStore.subscribe((after, before) => {
    if (after.config === before.config || after.config === brings?.config) return;
    const time = now();
    const goesOn = time - lastChange < PAUSE;
    lastChange = time;
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
  lastChange = Number.NEGATIVE_INFINITY;
  try {
    configStore.setState(settings);
    historyStore.setState(history);
  } finally {
    brings = null;
  }
}

function settingsOf({ config, slots }: ConfigState): Settings {
  return { config, slots };
}
