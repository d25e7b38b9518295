import type { RunConfig } from '../../lab/config/config';
import { type Preset, presets } from '../../lab/config/presets';
import { differs, reset, sample, train } from '../actions';
import { openExperiment, runExperiment } from '../experiment_actions';
import { configStore, setConfig } from '../stores/config';
import { experimentsStore } from '../stores/experiments';
import { want } from '../stores/inspection';
import { preferencesStore, sampleRequest, setPreferences } from '../stores/preferences';
import { runStore } from '../stores/run';
import { raceStep } from '../stores/run_state';
import { tourStore } from '../stores/tour';
import { openWorkspace } from '../stores/workspace';
import { presetOf } from './preset_of';
import { same } from './same';
import type { Action } from './step';
import { steps } from './steps';

/** Does what a button of the tour says. */
export function startAction(action: Action): void {
  switch (action.kind) {
    case 'race':
      startRace(action);
      break;
    case 'sample':
      writeTokens(action.tokens);
      break;
    case 'experiment':
      startExperiment(action);
      break;
    case 'inspect':
      lookInside(action.contender);
      break;
    default:
      action satisfies never;
  }
}

function startRace(action: Extract<Action, { kind: 'race' }>): void {
  keepMyRace();
  const { config } = presetOf(action);
  if (action.axis) setPreferences({ curveAxis: action.axis });
  openWorkspace('race');
  setConfig(config);
  if (differs(configStore.getState(), runStore.getState())) reset();
  train();
}

/** If the same experiment is running already, only shows it. */
function startExperiment({ experiment, params }: Extract<Action, { kind: 'experiment' }>): void {
  const { running, outcomes } = experimentsStore.getState();
  openExperiment(experiment, params);
  if (running !== experiment || !same(outcomes[experiment]?.asked, params)) void runExperiment();
}

function lookInside(name: string): void {
  const contender = runStore.getState().members.findIndex(candidate => candidate.name === name);
  want({ contender: Math.max(0, contender) });
  openWorkspace('inspect');
}

function writeTokens(tokens: number): void {
  openWorkspace('race');
  const run = runStore.getState();
  const { seconds: _, naiveBeside: __, ...request } = sampleRequest(preferencesStore.getState(), run);
  const usual = { ...request, tokens };
  // A task with answers is played, whatever the button says. The tokens after its sequences are timed.
  sample(usual.play ? usual : { ...usual, prompt: run.task?.prompt ?? '' });
}

/** Keeps a race that the visitor set up or trained before the tour replaces it. */
function keepMyRace(): void {
  const { config, slots } = configStore.getState();
  const untouched = isOneOf(presets, config) && raceStep(runStore.getState()) === 0;
  if (untouched || isOneOf(tourPresets(), config)) return;
  tourStore.setState(({ earlier }) => ({ earlier: [...earlier, { config, slots }] }));
}

/** Loads the last race that was kept, with its settings, at step 0. */
export function backToMyRace(): void {
  const last = tourStore.getState().earlier.at(-1);
  if (!last) return;
  tourStore.setState(({ earlier }) => ({ earlier: earlier.slice(0, -1) }));
  configStore.setState(last);
  openWorkspace('race');
  reset();
}

function tourPresets(): Preset[] {
  return steps.flatMap(step => step.actions).flatMap(action => (action.kind === 'race' ? presetOf(action) : []));
}

function isOneOf(list: readonly Preset[], config: RunConfig): boolean {
  return list.some(preset => same(preset.config, config));
}
