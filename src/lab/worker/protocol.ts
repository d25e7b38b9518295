import { z } from 'zod';
import type { Row } from '../experiments/experiment';
import { inspection } from '../inspect/read_inspection';
import { measured } from '../measure/read_measured';
import { contenderStatuses } from '../race/contender_status';
import { type CurvePoints, curveColumnsOf } from '../race/curve';
import { contenderSnapshot } from './read_snapshot';

/** NaN and infinities are numbers here. */
const number = z.custom<number>(data => typeof data === 'number');
const numbers = z.instanceof(Float64Array<ArrayBufferLike>);
const string = z.string();
const strings = z.array(string).readonly();
const boolean = z.boolean();
const runId = number;
/** Place in `config.contenders`. */
const contender = number;

/** What trains: named in plain sight on the page. */
const adapterReport = z.object({
  /** In words: 'Apple M2 Pro (Metal 3)', 'SwiftShader (software)', 'CPU twins (no WebGPU)'. */
  adapter: string,
  /** True for SwiftShader, llvmpipe, and the CPU twins: times here say nothing about a GPU. */
  software: boolean,
  backend: z.enum(['webgpu', 'cpu']),
  /** Why there is no WebGPU, where there is none. */
  reason: z.enum(['no_webgpu', 'no_adapter']).optional(),
});
export type AdapterReport = Readonly<z.infer<typeof adapterReport>>;

/** A sequence that is played, as it looks. */
const question = z.object({
  /** Of the validation split. */
  index: number,
  glyphs: strings,
  /** Positions after which an answer is due, rising. */
  asked: z.array(number).readonly(),
});
export type Question = Readonly<z.infer<typeof question>>;

/** What a model said where a task asks. */
const answer = z.object({
  /** Index of its sequence in the validation split. */
  sequence: number,
  /** Of the token after which it was due. */
  position: number,
  said: string,
  right: string,
  correct: boolean,
});
export type Answer = Readonly<z.infer<typeof answer>>;

/** What is known of a contender before it trains. */
const contenderReport = z.object({
  parameters: number,
  /** Training FLOPs (forward and backward) per token. */
  trainingFlops: number,
  /** Forward FLOPs per sampled token at position 0. */
  samplingFlops: number,
  /** Bytes the training plan holds on the device. */
  plannedBytes: number,
  dispatchesPerStep: number,
  /** Tokens one output can see: null is all of them. */
  receptiveField: number.nullable(),
});
export type ContenderReport = Readonly<z.infer<typeof contenderReport>>;

const taskReport = z.object({
  vocabularySize: number,
  length: number,
  prompt: string,
  /** Answers that the first validation sequence asks for; 0 where the task continues a prompt. */
  answers: number,
  baselines: z.array(z.object({ name: string, loss: number })).readonly(),
  /** What to know about the text before comparing losses, with the fix. */
  caution: string.optional(),
  /** Decoded training sequences to listen to; only of tasks whose tokens are sound. */
  soundExample: string.optional(),
  /** One training sequence: glyphs, and whether the position after it is scored. */
  example: z.object({ glyphs: strings, targets: z.array(string.nullable()).readonly() }).readonly(),
});
export type TaskReport = Readonly<z.infer<typeof taskReport>>;

/** Named states that end or stop a run, each with a message that says what to do. */
const failure = z.enum([
  'device_lost',
  /** The device was lost, and the browser offers none until the page is reloaded. */
  'no_device',
  'out_of_memory',
  'worker_crash',
  'diverged',
  'bad_config',
  'bad_text',
  'bad_prompt',
  /** Sampling or an inspection ended with the device or the worker that it ran on. */
  'interrupted',
  /** A request that asks for what cannot be; the run is as it was. */
  'refused',
  'internal',
]);
export type Failure = z.infer<typeof failure>;

/** However an experiment ends, its rows are kept. */
const experimentStatus = z.enum(['running', 'finished', 'cancelled', 'failed']);
export type ExperimentStatus = z.infer<typeof experimentStatus>;

const row: z.ZodType<Row> = z.record(z.string(), z.union([string, number]).nullable());

const sameLength = (arrays: readonly Float64Array[]): boolean =>
  arrays.every(({ length }) => length === arrays[0]?.length);
const points: z.ZodType<CurvePoints> = z
  .object(curveColumnsOf(() => numbers))
  .refine(columns => sameLength(Object.values(columns)));

/** What the worker says. */
export const workerEvent = z.discriminatedUnion('type', [
  /** Once a second, and before long work. `busy`: seconds for which the worker may be silent from now on; 0 while it does no long work. */
  z.object({ type: z.literal('tick'), busy: z.number().min(0) }),
  /** The race before was left; loading this one has begun. */
  z.object({ type: z.literal('loading'), runId }),
  adapterReport.extend({ type: z.literal('ready') }),
  z.object({
    type: z.literal('loaded'),
    runId,
    task: taskReport.readonly(),
    contenders: z.array(contenderReport.readonly()).readonly(),
  }),
  /** Before anything is compiled: what a training step of each contender takes on this adapter, about. */
  z.object({ type: z.literal('estimated'), runId, stepSeconds: z.array(number).readonly() }),
  z.object({ type: z.literal('compiling'), runId, contender, done: number, total: number }),
  z.object({ type: z.literal('status'), runId, contender, status: z.enum(contenderStatuses) }),
  z.object({ type: z.literal('playing'), runId, playing: boolean }),
  /** The device or the worker was lost and the run goes on, on a new one: of each contender, the step that it goes on from. */
  z.object({
    type: z.literal('resumed'),
    runId,
    cause: z.enum(['device', 'worker']),
    steps: z.array(number).readonly(),
  }),
  /** A copy of what a contender goes on from, should its device or its worker be lost. */
  z.object({ type: z.literal('snapshot'), runId, contender, snapshot: contenderSnapshot }),
  z.object({ type: z.literal('progress'), runId, contender, points }),
  /** The sequences that are played, before any answer to them. */
  z.object({
    type: z.literal('questions'),
    runId,
    sampleId: number,
    questions: z.array(question.readonly()).readonly(),
  }),
  /** New text of one lane. `positions`, `milliseconds`, `bytes` have equal length: one entry per timed group of tokens. */
  z
    .object({
      type: z.literal('sampled'),
      runId,
      sampleId: number,
      contender,
      /** Where the task is played, the answers alone, a line for each sequence. */
      text: string,
      /** New ones, where the task is played. */
      answers: z.array(answer.readonly()).readonly(),
      /** Why this contender is not sampled, or not further, where it is not. */
      skipped: string.optional(),
      /** It is not sampled because it diverged: before, or its logits here are not finite numbers. */
      diverged: boolean.optional(),
      positions: numbers,
      milliseconds: numbers,
      bytes: numbers,
      done: boolean,
    })
    .refine(({ positions, milliseconds, bytes }) => sameLength([positions, milliseconds, bytes])),
  z.object({ type: z.literal('saved'), runId, contender, bytes: z.instanceof(Uint8Array<ArrayBufferLike>) }),
  z.object({ type: z.literal('inspected'), runId, inspectId: number, inspection }),
  measured,
  z.object({
    type: z.literal('experiment'),
    experimentId: number,
    status: experimentStatus,
    /** 0 to 1, never falling. */
    progress: number,
    /** What is going on, in a few words; at the end, why it ended, unless it was finished. */
    message: string,
    /** Null while nothing can be said. */
    secondsLeft: number.nullable(),
    /** So far. */
    seconds: number,
    /** Since the last event. */
    rows: z.array(row).readonly(),
    /** What all rows so far say, a sentence each. */
    summary: strings,
  }),
  z.object({
    type: z.literal('failed'),
    /** Absent: before or outside any run. */
    runId: runId.optional(),
    /** Absent: the whole run. */
    contender: contender.optional(),
    /** Present: this inspection came to nothing, and that is all. */
    inspectId: number.optional(),
    /** Present: this sampling came to nothing, and that is all. */
    sampleId: number.optional(),
    failure,
    message: string,
  }),
]);

export type Event =
  | Readonly<z.infer<typeof workerEvent>>
  /** Not from the worker: a new one took its place, and what the old one was doing, but for the race, has ended. */
  | { readonly type: 'replaced'; readonly message: string };

/** Whether a message from the worker is an event, so that nothing is cast at the boundary. */
export function isEvent(data: unknown): data is Event {
  return workerEvent.safeParse(data).success;
}
