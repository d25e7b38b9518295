import { z } from 'zod';
import { OWN_MUSIC } from '../../tasks/midi_bounds';
import { OWN_SOUND } from '../../tasks/own_sound';
import { OWN_TEXT } from '../../tasks/own_text';
import { SAMPLE_RATE } from '../../tasks/sound_sources';
import { runConfig } from '../config/config';
import { keptCells } from '../experiments/kept_cells';
import type { ResultFile } from '../experiments/result_file';
import { kernelChoices } from '../measure/kernel_preferences';
import { contenderStatuses } from '../race/contender_status';
import { latencyColumnsOf } from '../sampling/latency';
import { tapeColumnsOf } from '../sampling/tape';
import { backendKind, threadCount } from '../worker/backend_choice';
import { answer, equalLengths, question } from '../worker/protocol';
import { sampleRequest } from '../worker/read_command';
import { curveOffset, curvePoints, stageLosses, trainerSnapshot } from '../worker/read_snapshot';
import { storedRunName } from './run_name';

const count = z.int().min(0);
const time = z.iso.datetime();
const numbers = z.instanceof(Float64Array<ArrayBufferLike>);

/** Hexadecimal digits and hyphens; part of the names of locks and keys. */
export const runId = z.string().regex(/^[0-9a-f-]{8,64}$/, 'must be 8 to 64 hexadecimal digits and hyphens');

export const runNotes = z.string().max(100_000);

/** What computed a run: with all of it equal but `threads`, training on gives the same bits. */
export const runEngine = z.strictObject({
  /** Fingerprint of the sources that compute; empty: unknown. */
  build: z.string().max(200),
  backend: backendKind,
  /** In words. */
  adapter: z.string().max(1000),
  /** Kernel variants chosen for this adapter. */
  kernels: kernelChoices.readonly(),
  /** Of WebAssembly. */
  wasmBuild: z.enum(['relaxed', 'plain']).nullable(),
  threads: threadCount.nullable(),
});
export type RunEngine = Readonly<z.infer<typeof runEngine>>;

const points = z.array(z.number()).max(1000).readonly();

/** What a lane wrote. */
const writtenLane = z.strictObject({
  text: z.string(),
  answers: z.array(answer.readonly()).readonly(),
  /** Why it was not sampled, or not to the end. */
  skipped: z.string().optional(),
  /** Tokens at its finish line, and where it was after its turns, or some of them. Absent in files of earlier versions. */
  tape: z
    .strictObject({ finish: count, ...tapeColumnsOf(() => points) })
    .refine(({ finish: _, ...columns }) => equalLengths(Object.values(columns)))
    .readonly()
    .optional(),
});

/** What the contenders wrote for one request. */
export const runSample = z.strictObject({
  request: sampleRequest,
  questions: z.array(question.readonly()).readonly(),
  /** By member. */
  written: z
    .array(
      writtenLane
        .extend({
          /** Its naive lane, if one ran beside it. */
          beside: writtenLane.readonly().optional(),
        })
        .readonly(),
    )
    .readonly(),
});
export type RunSample = Readonly<z.infer<typeof runSample>>;

/** A note at a step of a race. */
export const runMark = z.strictObject({ step: count, text: z.string().min(1).max(200) });
export type RunMark = Readonly<z.infer<typeof runMark>>;

/** The most marks of a race. */
export const MOST_MARKS = 100;

/** How far a member is. */
export const memberProgress = z.strictObject({
  status: z.enum(contenderStatuses),
  goal: count,
  /** Of its own turns, up to the step of its snapshot. */
  seconds: z.number().min(0),
  /** Absent: all its training had sequences of one length. */
  offset: curveOffset.optional(),
  /** Absent: the length has not grown. */
  stages: stageLosses.optional(),
});

const latency = z.strictObject(latencyColumnsOf(() => numbers));

/** A member of a race (see membersOf): how far it is, from what it continues, what was measured. */
const runMember = memberProgress.extend({
  /** Undefined: no step was kept. */
  trainer: trainerSnapshot.optional(),
  curve: curvePoints,
  /** Points up to the step of its weights, after those of its curve: their validation is due. */
  waiting: curvePoints.optional(),
  latency: z.strictObject({ carried: latency.readonly(), naive: latency.readonly() }).readonly(),
});
export type RunMember = Readonly<z.infer<typeof runMember>>;

/** What races and experiments have in common. */
export const runFacts = z.strictObject({
  id: runId,
  name: storedRunName,
  notes: runNotes,
  /** It is never deleted to make room. */
  pinned: z.boolean(),
  created: time,
  saved: time,
  engine: runEngine.readonly(),
  /** The run that it continues, and from which step; null: it began with fresh weights. */
  lineage: z.strictObject({ id: runId, step: count }).readonly().nullable(),
});
export type RunFacts = Readonly<z.infer<typeof runFacts>>;

/** What a race has besides its members' numbers. */
export const raceFacts = runFacts.extend({
  kind: z.literal('race'),
  config: runConfig,
  /** The colour of each contender. */
  slots: z.array(count).readonly(),
  /** The text of each token; empty: no contender was ever loaded. */
  vocabulary: z.array(z.string().max(100)).max(65_536).readonly(),
  /** Absent: there are none. */
  marks: z.array(runMark.readonly()).max(MOST_MARKS).readonly().optional(),
});

const raceRun = raceFacts.extend({
  ownText: z.string().max(OWN_TEXT.bytes).nullable(),
  /** µ-law levels. */
  ownSound: z
    .instanceof(Uint8Array<ArrayBuffer>)
    .refine(({ length }) => length <= OWN_SOUND.most * SAMPLE_RATE, 'is too long')
    .nullable(),
  /** A MIDI file. Absent in files of earlier versions. */
  ownMusic: z
    .instanceof(Uint8Array<ArrayBuffer>)
    .refine(({ length }) => length <= OWN_MUSIC.bytes, 'is too long')
    .nullable()
    .default(null),
  /** In the order of membersOf. */
  members: z.array(runMember.readonly()).readonly(),
  samples: z.array(runSample.readonly()).max(100).readonly(),
});
/** A race as it was trained. */
export type RaceRun = Readonly<z.infer<typeof raceRun>>;

/** Settings and rows of an experiment. */
export const runOutcome: z.ZodType<ResultFile> = z.strictObject({
  experiment: z.string().min(1).max(100),
  adapter: z.string().max(1000),
  params: z.unknown(),
  seed: z.number().nullable(),
  seconds: z.number().min(0),
  ended: z.enum(['finished', 'cancelled', 'failed', 'interrupted']),
  error: z.string().optional(),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number()]).nullable())),
  summary: z.array(z.string()),
});

export const experimentFacts = runFacts.extend({ kind: z.literal('experiment') });

/** Without `cells` it begins anew. */
const experimentRun = experimentFacts.extend({ outcome: runOutcome, cells: keptCells.optional() });
/** An experiment as it ended. */
export type ExperimentRun = Readonly<z.infer<typeof experimentRun>>;

/** What is kept, written to a file, and compared: a race or an experiment. */
export const runShape = z.discriminatedUnion('kind', [raceRun, experimentRun]);
export type Run = RaceRun | ExperimentRun;

/** A new id: 128 random bits. */
export function newRunId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
