import { z } from 'zod';
import { firstIssue } from '../../first_issue';
import { OWN_MUSIC } from '../../tasks/midi_bounds';
import { OWN_SOUND } from '../../tasks/own_sound';
import { OWN_TEXT } from '../../tasks/own_text';
import { SAMPLE_RATE } from '../../tasks/sound_sources';
import { TOKENIZER_BYTES } from '../../tasks/tokens';
import { contenderName, runConfig } from '../config/config';
import { keptCells } from '../experiments/kept_cells';
import { broughtWeights } from '../import/brought';
import { inspectRequest, probeRequest } from '../inspect/inspect_request';
import { kernelPreferences } from '../measure/kernel_preferences';
import type { Choosing } from '../sampling/choosing';
import { backendChoice } from './backend_choice';
import { LONGEST_RACE, LONGEST_TEXT } from './longest';
import { sessionSnapshot } from './read_snapshot';

const count = z.int().min(0);
const runId = count;
/** Index of a validation sequence or a token: random numbers support no higher ones. */
const index = count.max(0x7fffffff);
const longText = z
  .string()
  .max(LONGEST_TEXT, `longer than ${LONGEST_TEXT.toLocaleString('en')} characters; use a shorter one`);

export const sampleRequest = z
  .strictObject({
    /** The text to continue; unused when the task is played. */
    prompt: longText,
    /** Tokens to write after the prompt. In a played task, tokens after its last sequence, only for the timing; 0 is allowed there. */
    tokens: z.int().min(0).max(65536, 'more than 65,536; ask for fewer tokens'),
    temperature: z.number().min(0).max(100),
    topK: count,
    seed: z.int().min(0).max(0xffffffff),
    naive: z.boolean(),
    /** Each contender has a second lane that samples naively, beside the one with carried state. Absent: it has one lane. */
    naiveBeside: z.boolean().optional(),
    /** Time of each lane, after which it stops; waits for answers do not count. Absent: it writes all its tokens. */
    seconds: z.number().positive().max(LONGEST_RACE).optional(),
    /** Which of its seeds stands for each contender, counted from 0. Absent: the first. */
    ofSeed: z.int().min(0).max(9).optional(),
    /** Plays so many validation sequences from `first` on, of a task that asks for answers. Absent: continues the prompt. */
    play: z.strictObject({ first: index, sequences: z.int().min(1).max(64) }).optional(),
  })
  .refine(({ naive, naiveBeside }) => !(naive && naiveBeside), {
    path: ['naiveBeside'],
    message: 'goes with carried state; leave naive out',
  })
  .refine(({ tokens, play }) => tokens > 0 || play !== undefined, { path: ['tokens'], message: 'must be at least 1' });
export type SampleRequest = Choosing & Readonly<z.infer<typeof sampleRequest>>;

const ownSound = z
  .instanceof(Uint8Array<ArrayBuffer>)
  .refine(levels => levels.length <= OWN_SOUND.most * SAMPLE_RATE, `longer than ${OWN_SOUND.most} s`)
  .optional();

const ownMusic = z
  .instanceof(Uint8Array<ArrayBuffer>)
  .refine(({ length }) => length <= OWN_MUSIC.bytes, 'larger than 1 MB')
  .optional();

const command = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    choice: backendChoice.optional(),
    /** Variants chosen by measurements, by adapter; valid until the worker ends, so that equal seeds give equal curves. */
    preferences: kernelPreferences.readonly().optional(),
  }),
  z.strictObject({
    type: z.literal('load'),
    runId,
    config: runConfig,
    ownText: z.string().max(OWN_TEXT.bytes, 'longer than 5 MB; use a part of it').optional(),
    /** µ-law levels; transferred, so the sender keeps a copy. */
    ownSound,
    /** A MIDI file. */
    ownMusic,
    /** The text of a tokenizer.json. */
    tokenizer: z.string().max(TOKENIZER_BYTES, 'larger than 32 MB').optional(),
    /** Those that the contenders name. */
    weights: z.array(broughtWeights).max(8).readonly().optional(),
    /** The snapshot to continue from; absent: the race starts at its first step. */
    snapshot: sessionSnapshot.optional(),
  }),
  z.strictObject({ type: z.literal('play'), runId, steps: z.int().min(1).optional() }),
  z.strictObject({ type: z.literal('pause'), runId }),
  /** The contenders' new names, in their order. */
  z.strictObject({ type: z.literal('rename'), runId, names: z.array(contenderName).min(1).max(8).readonly() }),
  z.strictObject({ type: z.literal('sample'), runId, sampleId: count, request: sampleRequest }),
  z.strictObject({ type: z.literal('stop_sampling'), runId }),
  z.strictObject({ type: z.literal('save'), runId, contender: count }),
  /** Looks inside a contender after the current turn; training continues afterwards. */
  z.strictObject({ type: z.literal('inspect'), runId, inspectId: count, request: inspectRequest }),
  /** Asks a contender for values, as an inspection does. */
  z.strictObject({ type: z.literal('probe'), runId, inspectId: count, request: probeRequest }),
  /** Measures the adapter; pauses training and sampling first. Starting either ends the measurement. */
  z.strictObject({ type: z.literal('measure'), measureId: count }),
  z.strictObject({ type: z.literal('stop_measuring') }),
  /** Runs an experiment of the registry; pauses training and sampling first. Training, sampling, or measuring ends it. */
  z.strictObject({
    type: z.literal('run_experiment'),
    experimentId: count,
    name: z.string(),
    /** The experiment checks these; missing ones have their defaults. */
    params: z.record(z.string(), z.unknown()).readonly(),
    /** What an earlier run with the same parameters had finished; null: it begins anew. */
    before: z
      .strictObject({ cells: keptCells, seconds: z.number().min(0) })
      .readonly()
      .nullable(),
  }),
  z.strictObject({ type: z.literal('cancel_experiment') }),
]);
export type Command = Readonly<z.infer<typeof command>>;

/** The command in a message of the page, or what is wrong with it. */
export function readCommand(data: unknown): { readonly command: Command } | { readonly message: string } {
  const parsed = command.safeParse(data);
  if (parsed.success) return { command: parsed.data };
  return { message: firstIssue(parsed.error.issues, 'command') };
}
