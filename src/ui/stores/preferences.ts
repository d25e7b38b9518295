import { z } from 'zod';
import { create } from 'zustand';
import { threadCount } from '../../lab/worker/backend_choice';
import type { SampleRequest } from '../../lab/worker/read_command';
import { findTask } from '../../tasks/registry';
import { sampleChoice } from '../sample_fields';
import {
  type ChartName,
  type ChartView,
  chartViews,
  usualView,
  type ViewChoices,
  viewOf,
  withView,
} from './chart_views';
import type { RunState } from './run_state';

/** How the visitor likes to see things. Kept between visits, but not part of a link. */
export const preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  curveAxis: z.enum(['step', 'tokens', 'time', 'flops']),
  charts: chartViews,
  positionScale: z.enum(['linear', 'log']),
  /** What the band around the mean of several seeds shows: the least and the greatest, or the standard error. */
  seedBand: z.enum(['range', 'error']),
  /** What trains: 'auto' is a GPU, else the CPU. */
  backend: z.enum(['auto', 'webgpu', 'wasm']),
  /** Of the CPU; null: all of them. */
  threads: threadCount.nullable(),
  sample: sampleChoice.readonly(),
  /** The first minute is shown with its race, until it is dismissed. */
  firstMinute: z.boolean(),
});
export type Preferences = Readonly<z.infer<typeof preferences>>;
export type Theme = Preferences['theme'];
export type CurveAxis = Preferences['curveAxis'];

export const initialPreferences: Preferences = {
  theme: 'system',
  curveAxis: 'step',
  charts: {},
  positionScale: 'linear',
  seedBand: 'range',
  backend: 'auto',
  threads: null,
  sample: {
    prompt: null,
    tokens: null,
    temperature: 0.8,
    topK: 0,
    seed: 1,
    naive: false,
    seconds: 10,
    greedy: false,
    example: 0,
    further: 0,
  },
  firstMinute: true,
};

export const preferencesStore = create<Preferences>(() => initialPreferences);

export const usePreferences = preferencesStore;

export function setPreferences(change: Partial<Preferences>): void {
  preferencesStore.setState(change);
}

/** How a chart of the race or of runs is looked at. */
export function useChartView(chart: ChartName): ViewChoices {
  const views = usePreferences(state => state.charts);
  const change = (change: Partial<ChartView>) =>
    preferencesStore.setState(({ charts }) => ({ charts: withView(charts, chart, change) }));
  return { view: viewOf(views, chart), usual: usualView(chart), change };
}

export function setSample(change: Partial<Preferences['sample']>): void {
  preferencesStore.setState(({ sample }) => ({ sample: { ...sample, ...change } }));
}

/** How many tokens to sample where the task does not say it. */
export const USUAL_TOKENS = 1024;

export function usualTokens(task: string | undefined): number {
  return (task === undefined ? undefined : findTask(task).sampleTokens) ?? USUAL_TOKENS;
}

/** The least number of answers to ask for. Several sequences give them if one has too few. */
const USUAL_ANSWERS = 8;

/** The request for samples of a run. A prompt that was typed is not used for sound and music. A task with answers is played, greedily. */
export function sampleRequest(
  { sample }: Preferences,
  { config, task, ofSeed }: Pick<RunState, 'config' | 'task' | 'ofSeed'>,
): SampleRequest {
  const { prompt, tokens, temperature, topK, seed, seconds, greedy, example, further } = sample;
  const name = config?.task.name;
  const stands = ofSeed > 0 ? { ofSeed } : {};
  const lanes = { naive: false, ...(sample.naive ? { naiveBeside: true } : {}) };
  if (task && task.answers > 0) {
    const play = { first: example, sequences: Math.ceil(USUAL_ANSWERS / task.answers) };
    return { prompt: '', tokens: further, temperature: 0, topK: 0, seed, ...lanes, play, ...stands };
  }
  const { sound, music } = name === undefined ? {} : findTask(name);
  const typed = sound || music ? null : prompt;
  return {
    prompt: typed ?? task?.prompt ?? '',
    tokens: tokens ?? usualTokens(name),
    temperature: greedy ? 0 : temperature,
    topK,
    seed,
    ...lanes,
    // A sound or a piece is heard once it is whole.
    ...(sound || music ? {} : { seconds }),
    ...stands,
  };
}
