import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SampleRequest } from '../../lab/protocol';
import { findTask } from '../../tasks/registry';
import type { RunState } from './run_state';

export type Theme = 'system' | 'light' | 'dark';
export type CurveAxis = 'step' | 'tokens' | 'time' | 'flops';
/** What is drawn below the loss: the task's own measure, or the norm of the gradient. */
export type SecondChart = 'score' | 'gradient';
export type Scale = 'linear' | 'log';

/** How the visitor likes to look at things; kept between visits, not part of a link. */
export interface Preferences {
  readonly theme: Theme;
  readonly curveAxis: CurveAxis;
  readonly lossScale: Scale;
  readonly secondChart: SecondChart;
  readonly positionScale: Scale;
  /** `prompt` and `tokens` null: the task's own. */
  readonly sample: Omit<SampleRequest, 'prompt' | 'tokens'> & {
    readonly prompt: string | null;
    readonly tokens: number | null;
    readonly greedy: boolean;
  };
}

export const initialPreferences: Preferences = {
  theme: 'system',
  curveAxis: 'step',
  lossScale: 'linear',
  secondChart: 'score',
  positionScale: 'linear',
  sample: { prompt: null, tokens: null, temperature: 0.8, topK: 0, seed: 1, naive: false, greedy: false },
};

export const preferencesStore = createStore<Preferences>(() => initialPreferences);

export function usePreferences<T>(selector: (state: Preferences) => T): T {
  return useStore(preferencesStore, selector);
}

export function setPreferences(change: Partial<Preferences>): void {
  preferencesStore.setState(change);
}

export function setSample(change: Partial<Preferences['sample']>): void {
  preferencesStore.setState(({ sample }) => ({ sample: { ...sample, ...change } }));
}

/** Of tasks that do not say how many tokens tell enough. */
const USUAL_TOKENS = 256;

export function usualTokens(task: string | undefined): number {
  return (task === undefined ? undefined : findTask(task).sampleTokens) ?? USUAL_TOKENS;
}

/** What to ask for of a run: nobody types sound. */
export function sampleRequest(
  { sample }: Preferences,
  { config, task }: Pick<RunState, 'config' | 'task'>,
): SampleRequest {
  const { prompt, tokens, temperature, topK, seed, naive, greedy } = sample;
  const name = config?.task.name;
  const typed = name !== undefined && findTask(name).sound ? null : prompt;
  return {
    prompt: typed ?? task?.prompt ?? '',
    tokens: tokens ?? usualTokens(name),
    temperature: greedy ? 0 : temperature,
    topK,
    seed,
    naive,
  };
}
