import type { RunConfig } from '../../lab/config/config';
import type { ContenderStatus } from '../../lab/race/contender_status';
import type { AdapterReport, Answer, ContenderReport, Failure, Question, TaskReport } from '../../lab/worker/protocol';
import type { SampleRequest } from '../../lab/worker/read_command';
import type { BlockConfig } from '../../models/config';
import type { ConfigState } from './config';
import { type Curve, emptyCurve, emptyLatency, type Latency } from './curve';

/** What a contender wrote for the last prompt. */
export interface Writing {
  readonly text: string;
  /** Empty unless the task is played. */
  readonly answers: readonly Answer[];
  /** Why it was not sampled, or not to the end. */
  readonly skipped?: string | undefined;
  readonly done: boolean;
}

/** A contender while it races. Its curve and latencies grow in place: watch `version` and `sampleVersion`. */
export interface ContenderRun {
  readonly name: string;
  /** Its colour. */
  readonly slot: number;
  readonly blocks: readonly BlockConfig[];
  readonly report: ContenderReport | null;
  readonly status: ContenderStatus;
  /** About how long a training step takes on this adapter. Known before anything is compiled. */
  readonly stepSeconds: number | null;
  readonly compiled: { readonly done: number; readonly total: number } | null;
  readonly curve: Curve;
  readonly latency: { readonly carried: Latency; readonly naive: Latency };
  readonly writing: Writing | null;
  /** Why this contender stopped. */
  readonly trouble: string | null;
}

export interface Trouble {
  readonly failure: Failure;
  readonly message: string;
  readonly contender: number | null;
}

export interface RunState {
  /** Null until the worker has answered. */
  readonly adapter: AdapterReport | null;
  /** 0 until something is loaded. Events of an older run are dropped. */
  readonly runId: number;
  /** The settings that the run was loaded with. The visitor may have changed them since. */
  readonly config: RunConfig | null;
  readonly ownText: string | null;
  readonly ownSound: Uint8Array<ArrayBuffer> | null;
  readonly loaded: boolean;
  /** Training that the visitor asked for before the run was loaded. */
  readonly toTrain: { readonly steps?: number | undefined } | null;
  readonly task: TaskReport | null;
  readonly contenders: readonly ContenderRun[];
  readonly playing: boolean;
  readonly trouble: Trouble | null;
  /** The device was lost, and the race goes on from this step. Null once the visitor has seen it. */
  readonly resumedAt: number | null;
  /** What happened to a worker that was replaced, and where the race goes on. */
  readonly replaced: string | null;
  /** Rises with every point of any curve. */
  readonly version: number;
  /** The steps of the race (see `raceStep`), and when the page learned of them. */
  readonly pace: TrainingPace;
  readonly sampling: Sampling | null;
  /** Rises with every group of sampled tokens. */
  readonly sampleVersion: number;
}

export interface Sampling {
  readonly sampleId: number;
  readonly request: SampleRequest;
  /** The questions of the task that is played. */
  readonly questions: readonly Question[];
  readonly done: boolean;
}

/** Recent (seconds, step) pairs since training last began, oldest first. */
export type TrainingPace = readonly { readonly seconds: number; readonly step: number }[];

export const initialRun: RunState = {
  adapter: null,
  runId: 0,
  config: null,
  ownText: null,
  ownSound: null,
  loaded: false,
  toTrain: null,
  task: null,
  contenders: [],
  playing: false,
  trouble: null,
  resumedAt: null,
  replaced: null,
  version: 0,
  pace: [],
  sampling: null,
  sampleVersion: 0,
};

/** The state right after `load` was sent. Nothing of the last run is left. */
export function freshRun(
  state: RunState,
  runId: number,
  { config, slots, ownText, ownSound }: Pick<ConfigState, 'config' | 'slots' | 'ownText' | 'ownSound'>,
): RunState {
  return {
    ...state,
    runId,
    config,
    ownText,
    ownSound,
    loaded: false,
    toTrain: null,
    task: null,
    contenders: config.contenders.map(({ name, blocks }, index) => ({
      name,
      slot: slots[index] ?? index,
      blocks,
      report: null,
      status: 'waiting',
      stepSeconds: null,
      compiled: null,
      curve: emptyCurve(),
      latency: { carried: emptyLatency(), naive: emptyLatency() },
      writing: null,
      trouble: null,
    })),
    playing: false,
    trouble: null,
    resumedAt: null,
    replaced: null,
    pace: [],
    sampling: null,
    version: state.version + 1,
    sampleVersion: state.sampleVersion + 1,
  };
}

export function stepsOf(contender: ContenderRun): number {
  const step = contender.curve.step.last;
  return Number.isNaN(step) ? 0 : step;
}

/** Steps that every contender still in the race has made. */
export function raceStep(state: RunState): number {
  const racing = state.contenders.filter(c => c.status !== 'diverged' && c.status !== 'failed');
  const counted = racing.length > 0 ? racing : state.contenders;
  return counted.length > 0 ? Math.min(...counted.map(stepsOf)) : 0;
}

/** Whether a contender will not train on in this run. */
export function isOver({ status }: ContenderRun): boolean {
  return status === 'finished' || status === 'diverged' || status === 'failed';
}

/** Sampling failed, but the race did not. */
export function ofSampling({ failure }: Trouble): boolean {
  return failure === 'bad_prompt' || failure === 'interrupted';
}

/** The race is as it was before the failure. */
export function isPassing(trouble: Trouble): boolean {
  return ofSampling(trouble) || trouble.failure === 'refused';
}

/** The race is over, or cannot begin. */
export function endsRace(trouble: Trouble | null): trouble is Trouble {
  return trouble !== null && trouble.contender === null && !isPassing(trouble);
}

/** The race waits for a reload, which brings the GPU back. It never changes to the CPU unless the visitor asks. */
export function lacksGpu({ trouble }: RunState): boolean {
  return trouble?.failure === 'no_device' && trouble.contender === null;
}

export type Phase = 'opening' | 'empty' | 'compiling' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';

/** The one word for what the page is doing. */
export function phaseOf(state: RunState): Phase {
  if (endsRace(state.trouble)) return 'failed';
  if (!state.adapter) return 'opening';
  if (state.config === null) return 'empty';
  if (!state.loaded || state.contenders.some(({ status }) => status === 'compiling')) return 'compiling';
  if (state.contenders.every(isOver)) return 'finished';
  if (state.playing) return 'training';
  return state.contenders.some(c => stepsOf(c) > 0) ? 'paused' : 'ready';
}
