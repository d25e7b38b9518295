import type { RunConfig } from '../config/config';
import type { Row } from '../experiments/experiment';
import type { Inspection, InspectRequest } from '../inspect/inspection';
import type { KernelPreferences } from '../measure/kernel_preferences';
import type { KernelChoice, MeasuredRow } from '../measure/measured';
import type { ContenderStatus } from '../race/contender_status';
import type { CurvePoints } from '../race/curve';
import type { ContenderSnapshot, SessionSnapshot } from '../race/snapshot';
import type { Choosing } from '../sampling/choosing';

/** What trains: named in plain sight on the page. */
export interface AdapterReport {
  /** In words: 'Apple M2 Pro (Metal 3)', 'SwiftShader (software)', 'CPU twins (no WebGPU)'. */
  readonly adapter: string;
  /** True for SwiftShader, llvmpipe, and the CPU twins: times here say nothing about a GPU. */
  readonly software: boolean;
  readonly backend: 'webgpu' | 'cpu';
  /** Why there is no WebGPU, where there is none. */
  readonly reason?: 'no_webgpu' | 'no_adapter' | undefined;
}

export interface SampleRequest extends Choosing {
  /** What is continued; not read where the task is played. */
  readonly prompt: string;
  /** To write after the prompt; or, where the task is played, after its last sequence, only to time them: then it may be 0. */
  readonly tokens: number;
  /** Plays the task, which must ask for answers: so many of its validation sequences from `first` on. Absent: continues the prompt. */
  readonly play?: { readonly first: number; readonly sequences: number } | undefined;
}

/** A sequence that is played, as it looks. */
export interface Question {
  /** Of the validation split. */
  readonly index: number;
  readonly glyphs: readonly string[];
  /** Positions after which an answer is due, rising. */
  readonly asked: readonly number[];
}

/** What a model said where a task asks. */
export interface Answer {
  /** Index of its sequence in the validation split. */
  readonly sequence: number;
  /** Of the token after which it was due. */
  readonly position: number;
  readonly said: string;
  readonly right: string;
  readonly correct: boolean;
}

export type Command =
  | {
      readonly type: 'open';
      readonly backend?: 'webgpu' | 'cpu' | undefined;
      /** Variants that measurements chose, by adapter; in force until the worker ends, so that equal seeds give equal curves. */
      readonly preferences?: KernelPreferences | undefined;
    }
  | {
      readonly type: 'load';
      readonly runId: number;
      readonly config: RunConfig;
      readonly ownText?: string | undefined;
      /** µ-law levels; given away: whoever sends it keeps a copy. */
      readonly ownSound?: Uint8Array<ArrayBuffer> | undefined;
      /** Where the race goes on from; absent: its first step. */
      readonly snapshot?: SessionSnapshot | undefined;
    }
  | { readonly type: 'play'; readonly runId: number; readonly steps?: number | undefined }
  | { readonly type: 'pause'; readonly runId: number }
  /** What contenders are called from now on, in their order. */
  | { readonly type: 'rename'; readonly runId: number; readonly names: readonly string[] }
  | { readonly type: 'sample'; readonly runId: number; readonly sampleId: number; readonly request: SampleRequest }
  | { readonly type: 'stop_sampling'; readonly runId: number }
  | { readonly type: 'save'; readonly runId: number; readonly contender: number }
  /** Looks inside a contender as it is now, after the turn under way; training goes on afterwards. */
  | { readonly type: 'inspect'; readonly runId: number; readonly inspectId: number; readonly request: InspectRequest }
  /** Measures the adapter; pauses training and sampling first. What starts either ends the measurement. */
  | { readonly type: 'measure'; readonly measureId: number }
  | { readonly type: 'stop_measuring' }
  /** Runs an experiment of the registry; pauses training and sampling first. What starts either, or measuring, ends the experiment. */
  | {
      readonly type: 'run_experiment';
      readonly experimentId: number;
      readonly name: string;
      /** Checked by the experiment; what is left out is at its default. */
      readonly params: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'cancel_experiment' };

/** What is known of a contender before it trains. Index = place in `config.contenders`. */
export interface ContenderReport {
  readonly parameters: number;
  /** Training FLOPs (forward and backward) per token. */
  readonly trainingFlops: number;
  /** Forward FLOPs per sampled token at position 0. */
  readonly samplingFlops: number;
  /** Bytes the training plan holds on the device. */
  readonly plannedBytes: number;
  readonly dispatchesPerStep: number;
  /** Tokens one output can see: null is all of them. */
  readonly receptiveField: number | null;
}

export interface TaskReport {
  readonly vocabularySize: number;
  readonly length: number;
  readonly prompt: string;
  /** Answers that the first validation sequence asks for; 0 where the task continues a prompt. */
  readonly answers: number;
  readonly baselines: readonly { readonly name: string; readonly loss: number }[];
  /** What to know about the text before comparing losses, with the fix. */
  readonly caution?: string | undefined;
  /** Decoded training sequences to listen to; only of tasks whose tokens are sound. */
  readonly soundExample?: string | undefined;
  /** One training sequence: glyphs, and whether the position after it is scored. */
  readonly example: { readonly glyphs: readonly string[]; readonly targets: readonly (string | null)[] };
}

/** Named states that end or stop a run, each with a message that says what to do. */
export type Failure =
  | 'device_lost'
  /** The device was lost, and the browser offers none until the page is reloaded. */
  | 'no_device'
  | 'out_of_memory'
  | 'worker_crash'
  | 'diverged'
  | 'bad_config'
  | 'bad_text'
  | 'bad_prompt'
  /** Sampling or an inspection ended with the device or the worker that it ran on. */
  | 'interrupted'
  /** A request that asks for what cannot be; the run is as it was. */
  | 'refused'
  | 'internal';

/** However an experiment ends, its rows are kept. */
export type ExperimentStatus = 'running' | 'finished' | 'cancelled' | 'failed';

export type Event =
  /** Once a second, and before long work. */
  | {
      readonly type: 'tick';
      /** Seconds for which the worker may be silent from now on; 0 while it does no long work. */
      readonly busy: number;
    }
  /** The race before was left; loading this one has begun. */
  | { readonly type: 'loading'; readonly runId: number }
  /** Not from the worker: a new one took its place, and what the old one was doing, but for the race, has ended. */
  | { readonly type: 'replaced'; readonly message: string }
  | ({ readonly type: 'ready' } & AdapterReport)
  | {
      readonly type: 'loaded';
      readonly runId: number;
      readonly task: TaskReport;
      readonly contenders: readonly ContenderReport[];
    }
  | {
      /** Before anything is compiled: what a training step of each contender takes on this adapter, about. */
      readonly type: 'estimated';
      readonly runId: number;
      readonly stepSeconds: readonly number[];
    }
  | {
      readonly type: 'compiling';
      readonly runId: number;
      readonly contender: number;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'status'; readonly runId: number; readonly contender: number; readonly status: ContenderStatus }
  | { readonly type: 'playing'; readonly runId: number; readonly playing: boolean }
  | {
      /** The device or the worker was lost and the run goes on, on a new one: of each contender, the step that it goes on from. */
      readonly type: 'resumed';
      readonly runId: number;
      readonly cause: 'device' | 'worker';
      readonly steps: readonly number[];
    }
  | {
      /** A copy of what a contender goes on from, should its device or its worker be lost. */
      readonly type: 'snapshot';
      readonly runId: number;
      readonly contender: number;
      readonly snapshot: ContenderSnapshot;
    }
  | { readonly type: 'progress'; readonly runId: number; readonly contender: number; readonly points: CurvePoints }
  | {
      /** The sequences that are played, before any answer to them. */
      readonly type: 'questions';
      readonly runId: number;
      readonly sampleId: number;
      readonly questions: readonly Question[];
    }
  | {
      /** New text of one lane. `positions`, `milliseconds`, `bytes` have equal length: one entry per timed group of tokens. */
      readonly type: 'sampled';
      readonly runId: number;
      readonly sampleId: number;
      readonly contender: number;
      /** Where the task is played, the answers alone, a line for each sequence. */
      readonly text: string;
      /** New ones, where the task is played. */
      readonly answers: readonly Answer[];
      /** Why this contender is not sampled, or not further, where it is not. */
      readonly skipped?: string | undefined;
      /** It is not sampled because it diverged: before, or its logits here are not finite numbers. */
      readonly diverged?: boolean | undefined;
      readonly positions: Float64Array;
      readonly milliseconds: Float64Array;
      readonly bytes: Float64Array;
      readonly done: boolean;
    }
  | { readonly type: 'saved'; readonly runId: number; readonly contender: number; readonly bytes: Uint8Array }
  | {
      readonly type: 'inspected';
      readonly runId: number;
      readonly inspectId: number;
      readonly inspection: Inspection;
    }
  | {
      readonly type: 'measured';
      readonly measureId: number;
      readonly status: 'measuring' | 'finished' | 'stopped';
      /** Cases. */
      readonly done: number;
      readonly total: number;
      /** The case under way. */
      readonly doing: string;
      /** Since the last event. */
      readonly rows: readonly MeasuredRow[];
      /** Once finished: one for each shape that was tried. */
      readonly choices: readonly KernelChoice[];
      /** Why it stopped, unless it was asked to. */
      readonly message?: string | undefined;
    }
  | {
      readonly type: 'experiment';
      readonly experimentId: number;
      readonly status: ExperimentStatus;
      /** 0 to 1, never falling. */
      readonly progress: number;
      /** What is going on, in a few words; at the end, why it ended, unless it was finished. */
      readonly message: string;
      /** Null while nothing can be said. */
      readonly secondsLeft: number | null;
      /** So far. */
      readonly seconds: number;
      /** Since the last event. */
      readonly rows: readonly Row[];
      /** What all rows so far say, a sentence each. */
      readonly summary: readonly string[];
    }
  | {
      readonly type: 'failed';
      /** Absent: before or outside any run. */
      readonly runId?: number | undefined;
      /** Absent: the whole run. */
      readonly contender?: number | undefined;
      /** Present: this inspection came to nothing, and that is all. */
      readonly inspectId?: number | undefined;
      /** Present: this sampling came to nothing, and that is all. */
      readonly sampleId?: number | undefined;
      readonly failure: Failure;
      readonly message: string;
    };
