import { withChoices } from '../lab/measure/kernel_preferences';
import type { SessionSnapshot } from '../lab/race/snapshot';
import type { BackendChoice } from '../lab/worker/backend_choice';
import type { Client } from '../lab/worker/client';
import type { Event } from '../lab/worker/protocol';
import type { Command, SampleRequest } from '../lab/worker/read_command';
import { backendToOpen } from './backend_choice';
import { broughtFor } from './brought_for';
import { checkConfig, ownMaterial } from './check';
import { download, safeFileName } from './download';
import { readKernels } from './kernel_storage';
import { copiedOwn, OWN, type Own } from './own';
import { type ConfigState, configStore, setConfig } from './stores/config';
import { experimentsStore, receiveExperiment } from './stores/experiments';
import { inspectionStore, receiveInspected } from './stores/inspection';
import { keepingStore } from './stores/keeping';
import { begin, measurementStore, receiveMeasured } from './stores/measurement';
import { preferencesStore, sampleRequest } from './stores/preferences';
import { receive } from './stores/receive';
import { runStore } from './stores/run';
import {
  freshRun,
  lacksGpu,
  ofSampling,
  phaseOf,
  type RunState,
  raceStep,
  standingPlaces,
  stepsOf,
  titleOf,
} from './stores/run_state';
import { newWriting } from './stores/writing';
import { tooLong } from './too_long';

let client: Client | null = null;
const listeners: ((event: Event) => void)[] = [];
let lastSampleId = 0;

/** Gives the actions their worker and opens it. */
export function connect(to: Client): void {
  client = to;
  const remembered = readKernels();
  // A race that goes on by itself needs the kernels that it had.
  const engine = keepingStore.getState().goesOn?.run.engine;
  const inForce = engine ? withChoices(remembered, engine.adapter, engine.kernels) : remembered;
  measurementStore.setState({ inForce, remembered });
  open(backendToOpen());
}

/** Uses the variants remembered when the page opened, and no others, so that equal seeds give equal curves. */
function open(choice: BackendChoice): void {
  client?.send({ type: 'open', choice, preferences: measurementStore.getState().inForce });
}

/** Trains on something else from now on. The race continues there from its last snapshot. */
export function trainOn(choice: BackendChoice): void {
  runStore.setState({ adapter: null, pace: [] });
  open(choice);
  client?.restart();
}

/** Sends a command of an action in another file. */
export function send(command: Command): void {
  client?.send(command);
}

/** What the race on the page continues from; undefined: there is none. */
export function snapshot(): SessionSnapshot | undefined {
  return client?.snapshot();
}

/** Tells of every event of the worker, once the stores have it. */
export function hear(listener: (event: Event) => void): void {
  listeners.push(listener);
}

/** Every event of the worker passes here. */
export function handleEvent(event: Event): void {
  const now = performance.now() / 1000;
  runStore.setState(state => receive(state, event, now), true);
  const state = runStore.getState();
  inspectionStore.setState(inspection => receiveInspected(inspection, event, state.members.map(stepsOf), now));
  measurementStore.setState(measurement => receiveMeasured(measurement, event, state.adapter?.adapter ?? ''));
  experimentsStore.setState(experiments => receiveExperiment(experiments, event));
  if (event.type === 'loaded' && event.runId === state.runId && state.toTrain) play(state.toTrain.steps);
  for (const listener of listeners) listener(event);
  if (event.type === 'saved' && event.runId === state.runId) {
    download(
      `${safeFileName(titleOf(state, event.contender))}.safetensors`,
      new Blob([new Uint8Array(event.bytes)], { type: 'application/octet-stream' }),
    );
  }
}

function play(steps: number | undefined): void {
  runStore.setState({ toTrain: null });
  client?.send({ type: 'play', runId: runStore.getState().runId, steps });
}

/** Loads the settings as a new run at step 0. */
export function reset(): void {
  const settings = configStore.getState();
  const { config } = settings;
  const state = runStore.getState();
  const runId = state.runId + 1;
  runStore.setState(freshRun(state, runId, settings), true);
  const checked = checkConfig(config);
  if (!checked.ok) {
    handleEvent({ type: 'failed', runId, failure: 'bad_config', message: checked.message });
    return;
  }
  client?.send({
    type: 'load',
    runId,
    config,
    ...copiedOwn(settings),
    ...broughtFor(settings),
  });
}

/** Trains on; loads the run first if there is none. A new race replaces an ended one. */
export function train(steps?: number): void {
  const state = runStore.getState();
  const phase = phaseOf(state);
  if (phase === 'opening' || lacksGpu(state) || (phase === 'training' && steps === undefined)) return;
  // A failed race continues from its last snapshot.
  if (phase === 'failed' && raceStep(state) > 0) {
    goOn();
    runStore.setState({ toTrain: { steps } });
    return;
  }
  const outdated = phase === 'ready' && differs(configStore.getState(), state);
  if (outdated || phase === 'empty' || phase === 'failed' || phase === 'finished') reset();
  if (runStore.getState().loaded) play(steps);
  else runStore.setState({ toTrain: { steps } });
}

export function pause(): void {
  runStore.setState({ toTrain: null });
  client?.send({ type: 'pause', runId: runStore.getState().runId });
}

/** An ended race stays until a control that says so discards it. */
export function toggleTraining(): void {
  const phase = phaseOf(runStore.getState());
  if (phase === 'training') pause();
  else if (phase !== 'finished') train();
}

/** Asks every contender to continue the prompt. Returns the id of its events, or null if nothing can be sampled. */
export function sample(request?: SampleRequest): number | null {
  const state = runStore.getState();
  if (!state.loaded || phaseOf(state) === 'failed') return null;
  const asked = request ?? sampleRequest(preferencesStore.getState(), state);
  if (tooLong(asked.prompt) !== null) return null;
  const { ofSeed = 0 } = asked;
  const writers = standingPlaces({ ...state, ofSeed });
  lastSampleId++;
  runStore.setState({
    ofSeed,
    sampling: { sampleId: lastSampleId, request: asked, questions: [], done: false },
    trouble: state.trouble && ofSampling(state.trouble) ? null : state.trouble,
    members: state.members.map((c, place) => ({
      ...c,
      ...newLanes(writers.includes(place) && c.status !== 'diverged' && c.status !== 'failed', asked),
    })),
  });
  client?.send({ type: 'sample', runId: state.runId, sampleId: lastSampleId, request: asked });
  return lastSampleId;
}

function newLanes(writes: boolean, { naiveBeside }: SampleRequest) {
  return { writing: writes ? newWriting() : null, beside: writes && naiveBeside ? newWriting() : null };
}

export function stopSampling(): void {
  client?.send({ type: 'stop_sampling', runId: runStore.getState().runId });
}

/** Asks for the weights of a contender with the seed that stands for it; the browser saves the file when they arrive. */
export function saveWeights(contender: number): void {
  const run = runStore.getState();
  client?.send({ type: 'save', runId: run.runId, contender: standingPlaces(run)[contender] ?? 0 });
}

/** Measures the adapter; training and sampling are paused first. */
export function measure(): void {
  runStore.setState({ toTrain: null });
  measurementStore.setState(begin);
  client?.send({ type: 'measure', measureId: measurementStore.getState().measureId });
}

export function stopMeasuring(): void {
  if (measurementStore.getState().status === 'measuring') client?.send({ type: 'stop_measuring' });
}

/** Continues the race on a new worker, from its last snapshot, after too many losses to continue by itself. */
export function goOn(): void {
  runStore.setState({ toTrain: null, trouble: null, replaced: null, resumedAt: null });
  client?.restart();
}

export function dismissResumed(): void {
  runStore.setState({ resumedAt: null, replaced: null });
}

export function dismissTrouble(): void {
  runStore.setState({ trouble: null });
}

/** Starts the race again with a tenth of its peak learning rate. */
export function resetWithLowerRate(): void {
  const { config } = configStore.getState();
  const lr = Number((config.training.lr / 10).toPrecision(3));
  setConfig({ ...config, training: { ...config.training, lr } });
  reset();
}

/** Whether the settings differ from the loaded run. */
export function differs(
  settings: Pick<ConfigState, 'config' | keyof Own>,
  run: Pick<RunState, 'config' | keyof Own>,
): boolean {
  if (run.config === null) return false;
  const own = ownMaterial(settings.config.task);
  if (own !== null && settings[OWN[own]] !== run[OWN[own]]) return true;
  return JSON.stringify(settings.config) !== JSON.stringify(run.config);
}
