import { firstIssue } from '../first_issue';
import type { RunConfig } from '../lab/config/config';
import { seedsOf } from '../lab/config/members';
import type { ResultFile } from '../lab/experiments/result_file';
import type { InspectRequest } from '../lab/inspect/inspection';
import type { RunReport } from '../lab/race/run_report';
import { latencyColumnsOf } from '../lab/sampling/latency';
import { backendChoice } from '../lab/worker/backend_choice';
import type { AdapterReport } from '../lab/worker/protocol';
import type { SampleRequest } from '../lab/worker/read_command';
import {
  pause as askToPause,
  sample as askToSample,
  train as askToTrain,
  trainOn as askToTrainOn,
  reset,
} from './actions';
import { type AnswerReport, answersOf } from './answers/answer_report';
import { checkConfig } from './check';
import { goOnWithExperiment, openExperiment, runExperiment } from './experiment_actions';
import { lookIfWanted } from './inspect_actions';
import { checkSeed, inspectRequest } from './inspect_options';
import { runsOf } from './runs';
import {
  checkFurtherOptions,
  checkInspectOptions,
  checkSampleOptions,
  checkSampleRequest,
  checkSettings,
  type FurtherOptions,
  type InspectOptions,
  type ParameterOptions,
  type SampleOptions,
  type SequenceOptions,
} from './scripting_options';
import { type ParameterReport, parameters } from './scripting_parameters';
import type { FlowReport, TensorReport, TensorsReport } from './scripting_probes';
import type { InspectReport, SampleReport } from './scripting_reports';
import { firstOf, loaded, rejectTrouble, until } from './scripting_wait';
import { configStore, setConfig } from './stores/config';
import type { Latency } from './stores/curve';
import { experimentsStore } from './stores/experiments';
import { forScripts } from './stores/faults';
import { inspectionStore } from './stores/inspection';
import { preferencesStore, sampleRequest, USUAL_TOKENS } from './stores/preferences';
import { runStore } from './stores/run';
import { byContender, isOver, ofSampling, phaseOf, type RunState, standingPlaces, stepsOf } from './stores/run_state';
import { pointsOf } from './stores/tape';
import { newWriting, type Writing } from './stores/writing';

/** What trains. */
type Trainer = Pick<AdapterReport, 'adapter' | 'software' | 'backend' | 'threads'>;

/** `window.unroll`, described in docs/scripting.md. */
export interface Scripting {
  readonly ready: Promise<Trainer>;
  config(): RunConfig;
  load(config: unknown): Promise<void>;
  train(steps?: number): Promise<RunReport[]>;
  trainFurther(options?: FurtherOptions): Promise<RunReport[]>;
  pause(): Promise<void>;
  runs(): RunReport[];
  answers(): AnswerReport[];
  sample(options?: SampleOptions): Promise<SampleReport[]>;
  inspect(options?: InspectOptions): Promise<InspectReport>;
  parameters(options?: ParameterOptions): Promise<ParameterReport>;
  flow(options?: SequenceOptions): Promise<FlowReport>;
  tensors(options?: SequenceOptions): Promise<TensorsReport>;
  tensor(name: string, options?: SequenceOptions): Promise<TensorReport>;
  experiment(name: string, params?: object): Promise<ResultFile>;
  continueExperiment(name: string): Promise<ResultFile>;
  trainOn(choice?: object): Promise<Trainer>;
}

declare global {
  interface Window {
    unroll: Scripting;
  }
}

export function offerScripting(): void {
  window.unroll = {
    ready: until(trainerOf),
    config: () => structuredClone(configStore.getState().config),
    load: forScripts(load),
    train: forScripts(train),
    trainFurther: forScripts(trainFurther),
    pause: forScripts(pause),
    runs: () => runsOf(runStore.getState()),
    answers: () => answersOf(runStore.getState()),
    sample: forScripts(sample),
    inspect: forScripts(inspect),
    parameters: forScripts(parameters),
    flow: forScripts(async (options = {}) => (await probes()).flow(options)),
    tensors: forScripts(async (options = {}) => (await probes()).tensors(options)),
    tensor: forScripts(async (name, options = {}) => (await probes()).tensor(name, options)),
    experiment: forScripts(experiment),
    continueExperiment: forScripts(continueExperiment),
    trainOn: forScripts(trainOn),
  };
}

function probes() {
  return import('./scripting_probes');
}

function trainerOf({ adapter }: RunState): Trainer | null {
  if (!adapter) return null;
  return {
    adapter: adapter.adapter,
    software: adapter.software,
    backend: adapter.backend,
    threads: adapter.threads,
  };
}

async function trainOn(choice: object = {}): Promise<Trainer> {
  const read = backendChoice.safeParse(choice);
  if (!read.success) throw new Error(`trainOn: ${firstIssue(read.error.issues, 'the choice')}`);
  await window.unroll.ready;
  askToTrainOn(read.data);
  return until(trainerOf);
}

async function load(config: unknown): Promise<void> {
  const checked = checkConfig(config);
  if (!checked.ok) throw new Error(checked.message);
  await window.unroll.ready;
  setConfig(checked.config);
  reset();
  await until(state => {
    rejectTrouble(state, null);
    return state.loaded ? true : null;
  });
}

async function train(steps?: number): Promise<RunReport[]> {
  if (steps !== undefined && !(Number.isInteger(steps) && steps > 0))
    throw new Error('train(steps): steps must be a whole number above 0.');
  await window.unroll.ready;
  await loaded();
  const { runId, members, trouble } = runStore.getState();
  const goals = members.map(c => (steps === undefined ? Number.POSITIVE_INFINITY : stepsOf(c) + steps));
  if (phaseOf(runStore.getState()) !== 'finished') {
    askToTrain(steps);
  }
  await until(state => {
    if (state.runId !== runId) throw new Error('The race was reset before training was done.');
    if (state.trouble && !ofSampling(state.trouble)) rejectTrouble(state, trouble);
    const there = state.members.every((c, i) => isOver(c) || stepsOf(c) >= (goals[i] ?? 0));
    return there && !state.playing ? true : null;
  });
  return runsOf(runStore.getState());
}

async function trainFurther(given: FurtherOptions = {}): Promise<RunReport[]> {
  const options = checkFurtherOptions(given);
  await window.unroll.ready;
  await loaded();
  await pause();
  const { goFurther } = await import('./branch/go_further');
  const runId = await goFurther(options);
  await until(state => {
    if (state.runId !== runId) throw new Error('The race was reset before training was done.');
    if (state.trouble && !ofSampling(state.trouble)) rejectTrouble(state, null);
    return state.loaded && !state.playing && state.members.every(isOver) ? true : null;
  });
  return runsOf(runStore.getState());
}

async function pause(): Promise<void> {
  askToPause();
  await until(state => (state.playing ? null : true));
}

async function sample(given: SampleOptions = {}): Promise<SampleReport[]> {
  const options = checkSampleOptions(given);
  await window.unroll.ready;
  await loaded();
  const before = runStore.getState();
  const counts = before.members.map(({ latency: { carried, naive } }) => [carried, naive].map(countOf));
  const request = requestOf(options, sampleRequest(preferencesStore.getState(), before));
  checkSampleRequest(request);
  if (before.config) checkSeed('sample', request.ofSeed ?? 0, seedsOf(before.config.training));
  const sampleId = askToSample(request);
  await until(state => {
    if (state.runId !== before.runId) throw new Error('The race was reset before sampling was done.');
    if (state.sampling?.sampleId !== sampleId) throw new Error('Another sample was begun before this one was done.');
    rejectTrouble(state, before.trouble);
    return state.sampling?.done ? true : null;
  });
  const run = runStore.getState();
  const { members, sampling } = run;
  const asked = (sampling?.questions ?? []).reduce((sum, question) => sum + question.asked.length, 0);
  const { naive: only, naiveBeside = false } = request;
  return standingPlaces(run).flatMap(place => {
    const contender = members[place];
    if (!contender) return [];
    const { name, seed, latency, writing, beside } = contender;
    const report = (own: Writing | null, naive: boolean): SampleReport => {
      const { text, answers, skipped, finish, tape } = own ?? newWriting();
      const right = answers.filter(({ correct }) => correct).length;
      const [costs, from = 0] = naive ? [latency.naive, counts[place]?.[1]] : [latency.carried, counts[place]?.[0]];
      const since = latencyColumnsOf(column => Array.from(costs[column].view().subarray(from)));
      return { name, seed, text, answers, right, asked, skipped, latency: since, naive, finish, tape: pointsOf(tape) };
    };
    return [report(writing, only), ...(naiveBeside ? [report(beside, true)] : [])];
  });
}

/** A text or a given prompt is continued. Other tasks are played, then continued by `tokens` tokens, only to time them. */
function requestOf(options: SampleOptions, usual: SampleRequest): SampleRequest {
  const { prompt, example, sequences, naive = false, naiveBeside, seconds, ofSeed = usual.ofSeed } = options;
  const { temperature = usual.temperature, topK = usual.topK, seed = usual.seed } = options;
  const chosen = { temperature, topK, seed, naive, naiveBeside, seconds, ofSeed };
  if (!usual.play || prompt !== undefined) {
    if (example !== undefined || sequences !== undefined)
      throw new Error('sample: example and sequences are for tasks that ask for answers, without a prompt.');
    const tokens = options.tokens ?? (usual.tokens || USUAL_TOKENS);
    return { ...chosen, prompt: prompt ?? usual.prompt, tokens };
  }
  const play = { first: example ?? usual.play.first, sequences: sequences ?? usual.play.sequences };
  return { ...chosen, prompt: usual.prompt, tokens: options.tokens ?? usual.tokens, play };
}

async function inspect(given: InspectOptions = {}): Promise<InspectReport> {
  const options = checkInspectOptions(given);
  await window.unroll.ready;
  await loaded();
  const before = runStore.getState();
  const { runId, trouble } = before;
  const request = inspectRequest(
    options,
    byContender(before).map(group => group.map(({ name }) => name)),
  );
  const { name, seed, status } = before.members[request.contender];
  if (status === 'failed' || status === 'diverged')
    throw new Error(`inspect: ${name} has ${status}; load the race again.`);
  const isRequest = (other: InspectRequest | undefined): boolean => JSON.stringify(other) === JSON.stringify(request);
  const { text } = inspectionStore.getState();
  inspectionStore.setState({ answered: null, wanted: request, text: options.text ?? text });
  return firstOf(inspectionStore, ({ answered, shown, trouble: refused, wanted }) => {
    const run = runStore.getState();
    if (run.runId !== runId) throw new Error('The race was reset before the inspection was done.');
    if (run.trouble && !ofSampling(run.trouble)) rejectTrouble(run, trouble);
    if (answered?.runId === runId && isRequest(answered.request)) {
      if (refused !== null) throw new Error(refused);
      return shown && { name, seed, step: shown.step, inspection: shown.inspection };
    }
    if (!isRequest(wanted)) throw new Error('Something else was looked at before this was done.');
    lookIfWanted();
    return null;
  });
}

function countOf({ position }: Latency): number {
  return position.length;
}

async function experiment(name: string, params: object = {}): Promise<ResultFile> {
  const settings = checkSettings('experiment', params);
  await window.unroll.ready;
  // Wrong settings are reported before anything on the page changes.
  const [{ findExperiment }, { parseParams }] = await Promise.all([
    import('../lab/experiments/registry'),
    import('../lab/experiments/parse_params'),
  ]);
  parseParams(findExperiment(name), settings);
  openExperiment(name, { ...settings });
  const experimentId = await runExperiment(name);
  if (experimentId === null) throw new Error(experimentsStore.getState().trouble ?? 'The experiment cannot be run.');
  return endedExperiment(name, experimentId);
}

/** Goes on with the last run of an experiment that ended early, with its own parameters. */
async function continueExperiment(name: string): Promise<ResultFile> {
  await window.unroll.ready;
  // It restores the results of earlier visits.
  await import('./experiments/experiments_workspace');
  const experimentId = goOnWithExperiment(name);
  if (experimentId === null)
    throw new Error(
      `continueExperiment: no run of '${name}' ended early on this adapter; begin one with unroll.experiment('${name}').`,
    );
  openExperiment(name);
  return endedExperiment(name, experimentId);
}

async function endedExperiment(name: string, experimentId: number): Promise<ResultFile> {
  const { resultOf } = await import('./experiments/exports');
  return firstOf(experimentsStore, state => {
    if (state.experimentId !== experimentId) throw new Error('Another experiment was begun before this one was done.');
    const outcome = state.outcomes[name];
    return outcome && outcome.status !== 'running' ? resultOf(name, outcome) : null;
  });
}
