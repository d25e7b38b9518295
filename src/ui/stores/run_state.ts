import type { RunConfig } from '../../lab/config/config';
import { memberName, membersOf, seedsOf, standingFor } from '../../lab/config/members';
import type { ContenderStatus } from '../../lab/race/contender_status';
import type { Standing } from '../../lab/race/standing';
import type { RunMark } from '../../lab/runs/run';
import type {
  AdapterReport,
  Answered,
  ContenderReport,
  Failure,
  Question,
  TaskReport,
} from '../../lab/worker/protocol';
import type { SampleRequest } from '../../lab/worker/read_command';
import type { BlockConfig } from '../../models/config';
import type { Own } from '../own';
import type { ConfigState } from './config';
import { type Curve, emptyCurve, emptyLatency, type Latency } from './curve';
import type { Writing } from './writing';

/** A contender with one of its seeds while it races. Its curve and latencies grow in place: watch `version` and `sampleVersion`. */
export interface MemberRun {
  /** Of its contender. */
  readonly name: string;
  /** Place of its contender in the race. */
  readonly contender: number;
  readonly seed: number;
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
  /** What it said in its last evaluation, if the task asks for answers. */
  readonly answered: Answered | null;
  /** What its naive lane wrote beside that. */
  readonly beside: Writing | null;
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
  readonly ownMusic: Uint8Array<ArrayBuffer> | null;
  readonly loaded: boolean;
  /** Training that the visitor asked for before the run was loaded. */
  readonly toTrain: { readonly steps?: number | undefined } | null;
  readonly task: TaskReport | null;
  /** In the order of lab/config/members. */
  readonly members: readonly MemberRun[];
  /** Which of its seeds stands for each contender, from 0: it is sampled and inspected. */
  readonly ofSeed: number;
  readonly playing: boolean;
  readonly trouble: Trouble | null;
  /** The device was lost and is back, and the race stands here. Null once the visitor has seen it. */
  readonly resumedAt: Standing | null;
  /** What happened to a worker that was replaced, and where the race goes on. */
  readonly replaced: string | null;
  /** Rises with every point of any curve. */
  readonly version: number;
  /** The steps of the race (see `raceStep`), and when the page learned of them. */
  readonly pace: TrainingPace;
  readonly sampling: Sampling | null;
  /** Notes of the visitor, by step. */
  readonly marks: readonly RunMark[];
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
  ownMusic: null,
  loaded: false,
  toTrain: null,
  task: null,
  members: [],
  ofSeed: 0,
  playing: false,
  trouble: null,
  resumedAt: null,
  replaced: null,
  version: 0,
  pace: [],
  sampling: null,
  marks: [],
  sampleVersion: 0,
};

/** The state right after `load` was sent. Nothing of the last run is left. */
export function freshRun(
  state: RunState,
  runId: number,
  { config, slots, ownText, ownSound, ownMusic }: Pick<ConfigState, 'config' | 'slots' | keyof Own>,
): RunState {
  return {
    ...state,
    runId,
    config,
    ownText,
    ownSound,
    ownMusic,
    loaded: false,
    toTrain: null,
    task: null,
    members: membersOf(config).map(({ contender, seed, config: { name, blocks } }) => ({
      name,
      contender,
      seed,
      slot: slots[contender] ?? contender,
      blocks,
      report: null,
      status: 'waiting',
      stepSeconds: null,
      compiled: null,
      curve: emptyCurve(),
      latency: { carried: emptyLatency(), naive: emptyLatency() },
      writing: null,
      answered: null,
      beside: null,
      trouble: null,
    })),
    ofSeed: 0,
    playing: false,
    trouble: null,
    resumedAt: null,
    replaced: null,
    pace: [],
    sampling: null,
    marks: [],
    version: state.version + 1,
    sampleVersion: state.sampleVersion + 1,
  };
}

/** The members of each contender, in the order of the race. */
export function byContender({ members }: Pick<RunState, 'members'>): readonly (readonly MemberRun[])[] {
  const contenders = [...new Set(members.map(({ contender }) => contender))];
  return contenders.map(contender => members.filter(member => member.contender === contender));
}

/** The colour of each contender. */
export function slotsOf(members: readonly MemberRun[]): number[] {
  return byContender({ members }).flatMap(([first]) => first?.slot ?? []);
}

/** Places of the members that stand for their contenders. */
export function standingPlaces({ config, ofSeed }: Pick<RunState, 'config' | 'ofSeed'>): readonly number[] {
  return config ? standingFor(config, ofSeed) : [];
}

/** The member that stands for each contender. */
export function standing(run: Pick<RunState, 'config' | 'ofSeed' | 'members'>): MemberRun[] {
  return standingPlaces(run).flatMap(place => run.members[place] ?? []);
}

/** The seeds to choose from for all contenders at once, by ordinal. */
export function seedOptions({ members }: Pick<RunState, 'members'>): { value: string; label: string }[] {
  const [first = [], ...others] = byContender({ members });
  const shared = others.every(([other]) => other?.seed === first[0]?.seed);
  return first.map(({ seed }, ordinal) => ({
    value: String(ordinal),
    label: shared ? `seed ${seed}` : `seed ${ordinal + 1} of ${first.length}`,
  }));
}

/** The name of a member, which says the seed where there are several. */
export function titleOf({ config, members }: Pick<RunState, 'config' | 'members'>, place: number): string {
  const member = members[place];
  return config && member ? memberName(member.name, member.seed, seedsOf(config.training)) : 'contender';
}

export function stepsOf(member: MemberRun): number {
  const step = member.curve.step.last;
  return Number.isNaN(step) ? 0 : step;
}

const OUT_OF_RACE: ReadonlySet<ContenderStatus> = new Set(['diverged', 'failed', 'frozen']);

/** Steps that every member still in the race has made. */
export function raceStep(state: RunState): number {
  const racing = state.members.filter(({ status }) => !OUT_OF_RACE.has(status));
  const counted = racing.length > 0 ? racing : state.members;
  return counted.length > 0 ? Math.min(...counted.map(stepsOf)) : 0;
}

/** Whether a contender will not train on in this run. */
export function isOver({ status }: MemberRun): boolean {
  return status === 'finished' || OUT_OF_RACE.has(status);
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
  if (!state.loaded || state.members.some(({ status }) => status === 'compiling')) return 'compiling';
  // A race in which nothing trains neither begins nor ends.
  if (state.members.every(isOver) && !state.members.every(({ status }) => status === 'frozen')) return 'finished';
  if (state.playing) return 'training';
  return state.members.some(c => stepsOf(c) > 0) ? 'paused' : 'ready';
}

/** What an ended race came to: whether any of it reached its last step. */
export function endOf({ members }: Pick<RunState, 'members'>): 'finished' | 'diverged' | 'stopped' {
  const some = (wanted: ContenderStatus): boolean => members.some(({ status }) => status === wanted);
  if (some('finished')) return 'finished';
  return some('diverged') ? 'diverged' : 'stopped';
}

/** Whether a race has begun, and nothing of it trains. */
export function isAtRest(phase: Phase): boolean {
  return phase === 'finished' || phase === 'paused';
}
