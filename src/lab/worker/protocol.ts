import { z } from 'zod';
import type { Row } from '../experiments/experiment';
import { keptCells } from '../experiments/kept_cells';
import { inspection } from '../inspect/read_inspection';
import { probeAnswer } from '../inspect/read_probe';
import { measured } from '../measure/read_measured';
import { contenderStatuses } from '../race/contender_status';
import { type CurvePoints, curveColumnsOf } from '../race/curve';
import { type LatencyPoints, latencyColumnsOf } from '../sampling/latency';
import { tapeColumnsOf } from '../sampling/tape';
import { backendKind } from './backend_choice';
import { contenderSnapshot } from './read_snapshot';

/** Includes NaN and infinities. */
const number = z.custom<number>(data => typeof data === 'number');
const numbers = z.instanceof(Float64Array<ArrayBufferLike>);
const string = z.string();
const strings = z.array(string).readonly();
const boolean = z.boolean();
const runId = number;
/** Place among the members of the race (lab/config/members); with one seed, in `config.contenders`. */
const contender = number;

/** What trains; the page shows it. */
const adapterReport = z.object({
  /** In words: 'Apple M2 Pro (Metal 3)', 'SwiftShader (software)', 'CPU, 2 threads (WebAssembly, relaxed SIMD)'. */
  adapter: string,
  /** True for everything but a GPU: times here say nothing about one. */
  software: boolean,
  backend: backendKind,
  /** The WebGPU adapter that is here, in words, also where it does not train. */
  gpu: string.optional(),
  /** Of WebAssembly: its build; the threads that compute, and those that could. */
  wasmBuild: z.enum(['relaxed', 'plain']).optional(),
  threads: number.optional(),
  mostThreads: number.optional(),
  /** Why there is no WebGPU, if there is none. */
  reason: z.enum(['no_webgpu', 'no_adapter']).optional(),
});
export type AdapterReport = Readonly<z.infer<typeof adapterReport>>;

/** A played sequence, as glyphs. */
export const question = z.object({
  /** Of the validation split. */
  index: number,
  glyphs: strings,
  /** Positions after which an answer is due, in rising order. */
  asked: z.array(number).readonly(),
});
export type Question = Readonly<z.infer<typeof question>>;

/** A model's answer to a scored position of a played sequence. */
export const answer = z.object({
  /** Index of its sequence in the validation split. */
  sequence: number,
  /** Position of the token after which it was due. */
  position: number,
  said: string,
  right: string,
  correct: boolean,
});
export type Answer = Readonly<z.infer<typeof answer>>;

/** What a contender said in an evaluation of a task that asks for answers. */
export const answered = z.object({
  step: number,
  /** Right answers and all of them, over all sequences of the evaluation. */
  right: number,
  asked: number,
  /** The first of these sequences, and the answers to them. */
  questions: z.array(question.readonly()).readonly(),
  answers: z.array(answer.readonly()).readonly(),
});
export type Answered = Readonly<z.infer<typeof answered>>;

/** Facts of a contender, known before it trains. */
export const contenderReport = z.object({
  parameters: number,
  /** Training FLOPs (forward and backward) per token. */
  trainingFlops: number,
  /** Forward FLOPs per sampled token at position 0. */
  samplingFlops: number,
  /** Bytes of the training plan on the device. */
  plannedBytes: number,
  dispatchesPerStep: number,
  /** The receptive field in tokens; null: the whole sequence. */
  receptiveField: number.nullable(),
});
export type ContenderReport = Readonly<z.infer<typeof contenderReport>>;

const taskReport = z.object({
  vocabularySize: number,
  /** The text of each token. */
  vocabulary: strings,
  length: number,
  prompt: string,
  /** Answers that the first validation sequence asks for; 0 where the task continues a prompt. */
  answers: number,
  baselines: z.array(z.object({ name: string, loss: number })).readonly(),
  /** A caution about the text that matters when comparing losses, with the fix. */
  caution: string.optional(),
  /** Decoded training sequences to listen to; only of tasks whose tokens are sound. */
  soundExample: string.optional(),
  /** One training sequence: its glyphs and, where scored, the glyphs of the answers. */
  example: z.object({ glyphs: strings, targets: z.array(string.nullable()).readonly() }).readonly(),
});
export type TaskReport = Readonly<z.infer<typeof taskReport>>;

/** Failures that end or stop a run. Each comes with a message that says what to do. */
const failure = z.enum([
  'device_lost',
  /** The device was lost, and the browser gives none until the page is reloaded. */
  'no_device',
  'out_of_memory',
  'worker_crash',
  'diverged',
  'bad_config',
  'bad_text',
  'bad_prompt',
  /** Sampling or an inspection ended with the device or the worker that it ran on. */
  'interrupted',
  /** An impossible request; the run is unchanged. */
  'refused',
  'internal',
]);
export type Failure = z.infer<typeof failure>;

/** The rows are kept at every kind of end. */
const experimentStatus = z.enum(['running', 'finished', 'cancelled', 'failed']);
export type ExperimentStatus = z.infer<typeof experimentStatus>;

const row: z.ZodType<Row> = z.record(z.string(), z.union([string, number]).nullable());

export const equalLengths = (arrays: readonly ArrayLike<number>[]): boolean =>
  arrays.every(({ length }) => length === arrays[0]?.length);
const points: z.ZodType<CurvePoints> = z
  .object(curveColumnsOf(() => numbers))
  .refine(columns => equalLengths(Object.values(columns)));

const latency: z.ZodType<LatencyPoints> = z
  .object(latencyColumnsOf(() => numbers))
  .refine(columns => equalLengths(Object.values(columns)));

/** What the worker says. */
export const workerEvent = z.discriminatedUnion('type', [
  /** Once a second, and before long work. `busy`: seconds for which the worker may now be silent; 0: no long work. */
  z.object({ type: z.literal('tick'), busy: z.number().min(0) }),
  /** The earlier race has ended; loading this one has begun. */
  z.object({ type: z.literal('loading'), runId }),
  adapterReport.extend({ type: z.literal('ready') }),
  z.object({
    type: z.literal('loaded'),
    runId,
    task: taskReport.readonly(),
    contenders: z.array(contenderReport.readonly()).readonly(),
  }),
  /** Before anything is compiled: the estimated time of a training step of each contender on this adapter. */
  z.object({ type: z.literal('estimated'), runId, stepSeconds: z.array(number).readonly() }),
  z.object({ type: z.literal('compiling'), runId, contender, done: number, total: number }),
  z.object({ type: z.literal('status'), runId, contender, status: z.enum(contenderStatuses) }),
  z.object({ type: z.literal('playing'), runId, playing: boolean }),
  /** The run continues on a new device or worker: the step from which each contender continues. */
  z.object({
    type: z.literal('resumed'),
    runId,
    cause: z.enum(['device', 'worker']),
    /** Whether it trains on. */
    playing: boolean,
    steps: z.array(number).readonly(),
  }),
  /** A copy from which a contender continues if its device or worker is lost. */
  z.object({ type: z.literal('snapshot'), runId, contender, snapshot: contenderSnapshot }),
  z.object({ type: z.literal('progress'), runId, contender, points }),
  /** After the point with its evaluation. */
  answered.extend({ type: z.literal('answered'), runId, contender }),
  /** The sequences to play, before any answer. */
  z.object({
    type: z.literal('questions'),
    runId,
    sampleId: number,
    questions: z.array(question.readonly()).readonly(),
  }),
  /** New text of one lane. A group of tokens that mostly waited for its answer has no entry in `latency`. */
  z.object({
    type: z.literal('sampled'),
    runId,
    sampleId: number,
    contender,
    /** Whether this lane recomputes the whole prefix for every token. */
    naive: boolean,
    /** For a played task the answers alone, a line for each sequence. */
    text: string,
    /** New answers, if the task is played. */
    answers: z.array(answer.readonly()).readonly(),
    /** Why this contender is not sampled, or no longer. */
    skipped: string.optional(),
    /** It is not sampled because it diverged: in training, or its logits here are not finite. */
    diverged: boolean.optional(),
    latency,
    /** How far the lane is. */
    tape: z.object(tapeColumnsOf(() => number)).readonly(),
    /** Tokens at its finish line. */
    finish: number,
    done: boolean,
  }),
  z.object({ type: z.literal('saved'), runId, contender, bytes: z.instanceof(Uint8Array<ArrayBufferLike>) }),
  z.object({ type: z.literal('inspected'), runId, inspectId: number, inspection }),
  z.object({ type: z.literal('probed'), runId, inspectId: number, answer: probeAnswer }),
  measured,
  z.object({
    type: z.literal('experiment'),
    experimentId: number,
    status: experimentStatus,
    /** 0 to 1, never falling. */
    progress: number,
    /** The current work in a few words; at the end, why it ended, unless it finished. */
    message: string,
    /** Null: not known yet. */
    secondsLeft: number.nullable(),
    /** So far, with those of the run that it goes on from. */
    seconds: number,
    /** Since the last event. */
    rows: z.array(row).readonly(),
    /** Finished measurements since the last event. */
    cells: keptCells,
    /** A summary of all rows so far, in sentences. */
    summary: strings,
  }),
  z.object({
    type: z.literal('failed'),
    /** Absent: before or outside any run. */
    runId: runId.optional(),
    /** Absent: the whole run. */
    contender: contender.optional(),
    /** Present: this inspection or probe failed, and nothing else. */
    inspectId: number.optional(),
    /** Present: this sampling failed, and nothing else. */
    sampleId: number.optional(),
    failure,
    message: string,
  }),
]);

export type Event =
  | Readonly<z.infer<typeof workerEvent>>
  /**
   * Not from the worker: a new one took its place. The race continues; all other work of the old one has ended. `wanted`: the
   * visitor asked for another one.
   */
  | { readonly type: 'replaced'; readonly message: string; readonly wanted?: true };

/** Checks that a message from the worker is an event, so that nothing is cast at the boundary. */
export function isEvent(data: unknown): data is Event {
  return workerEvent.safeParse(data).success;
}
