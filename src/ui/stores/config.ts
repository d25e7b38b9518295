import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ContenderConfig, RunConfig, TaskConfig, TrainingConfig } from '../../lab/config';
import { presets } from '../../lab/presets';

/** What the visitor has set up: the next run. */
export interface ConfigState {
  readonly config: RunConfig;
  /** The visitor's own text: never part of a link. */
  readonly ownText: string | null;
  /** Why the link the page was opened with could not be read. */
  readonly badLink: string | null;
}

const first = presets[0];

export const configStore = createStore<ConfigState>(() => ({ config: first.config, ownText: null, badLink: null }));

export function useConfig<T>(selector: (state: ConfigState) => T): T {
  return useStore(configStore, selector);
}

export function setConfig(config: RunConfig): void {
  configStore.setState({ config, badLink: null });
}

export function setTask(task: TaskConfig): void {
  configStore.setState(({ config }) => ({ config: { ...config, task } }));
}

export function setTraining(change: Partial<TrainingConfig>): void {
  configStore.setState(({ config }) => ({ config: { ...config, training: { ...config.training, ...change } } }));
}

export function setContenders(contenders: readonly ContenderConfig[]): void {
  configStore.setState(({ config }) => ({ config: { ...config, contenders: [...contenders] } }));
}

export function setContender(index: number, change: Partial<ContenderConfig>): void {
  const { contenders } = configStore.getState().config;
  setContenders(contenders.map((c, i) => (i === index ? { ...c, ...change } : c)));
}

export function setOwnText(ownText: string | null): void {
  configStore.setState({ ownText });
}

export function dismissBadLink(): void {
  configStore.setState({ badLink: null });
}
