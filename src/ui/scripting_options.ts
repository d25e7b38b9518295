import { z } from 'zod';
import { placeOf, strictest } from '../first_issue';
import { positiveFloat32 } from '../float32';
import { issueWords } from '../issue_words';
import { branchSchedules } from '../lab/config/branch_point';
import { trainingFields } from '../lab/config/training_fields';
import { LONGEST_RACE, LONGEST_TEXT } from '../lab/worker/longest';
import { sampleRequest } from '../lab/worker/read_command';
import { quotedList } from '../quoted';

const whole = (most: number) => z.int().min(0).max(most).optional();

/** What `window.unroll.sample` takes. */
const sampleOptions = z.strictObject({
  prompt: z.string().optional(),
  tokens: whole(65_536),
  temperature: z.number().min(0).max(100).optional(),
  topK: whole(Number.MAX_SAFE_INTEGER),
  seed: whole(0xffffffff),
  naive: z.boolean().optional(),
  /** A naive lane beside each contender's own. */
  naiveBeside: z.boolean().optional(),
  /** Time of each lane; absent: it writes all its tokens. */
  seconds: z.number().positive().max(LONGEST_RACE).optional(),
  /** Which of its seeds stands for each contender, from 0; by default the one shown on the page. */
  ofSeed: whole(9),
  /** The first validation sequence to play, from 0, for tasks that ask for answers. */
  example: whole(0x7fffffff),
  /** Number of sequences to play. */
  sequences: z.int().min(1).max(64).optional(),
});
export type SampleOptions = Readonly<z.infer<typeof sampleOptions>>;

/** What `window.unroll.inspect` takes. */
const inspectOptions = z.strictObject({
  /** Its place in the race, from 0, or its name; by default the first. */
  contender: z.union([whole(Number.MAX_SAFE_INTEGER), z.string()]),
  /** Which of its seeds, from 0; by default the first. */
  ofSeed: whole(9),
  /** The validation sequence of the task, from 0; by default the first. */
  example: whole(0x7fffffff),
  /** A text to read in place of an example. */
  text: z
    .string()
    .min(1, 'is empty; write at least one token')
    .max(LONGEST_TEXT, `has more than ${LONGEST_TEXT.toLocaleString('en')} characters`)
    .optional(),
  /** The token of the prediction that `reach` is about, from 0; by default the last. */
  position: whole(0x7fffffff),
  /** Measures the loss by position, too; false by default. */
  positions: z.boolean().optional(),
});
export type InspectOptions = Readonly<z.infer<typeof inspectOptions>>;

/** What `window.unroll.parameters` takes. */
const parameterOptions = inspectOptions.pick({ contender: true, ofSeed: true });
export type ParameterOptions = Readonly<z.infer<typeof parameterOptions>>;

/** What `window.unroll.flow`, `tensors`, and `tensor` take. */
const sequenceOptions = inspectOptions.pick({ contender: true, ofSeed: true, example: true, text: true });
export type SequenceOptions = Readonly<z.infer<typeof sequenceOptions>>;

/** What `window.unroll.trainFurther` takes; by default what the page proposes. */
const furtherOptions = z.strictObject({
  /** Further steps. */
  steps: z.int().min(1).max(trainingFields.steps.max).optional(),
  schedule: z.enum(branchSchedules).optional(),
  /** Peak of the learning rate. */
  lr: positiveFloat32.max(trainingFields.lr.max).optional(),
  /** Sequences of a step. */
  batch: z.int().min(1).max(trainingFields.batch.max).optional(),
  /** Settings of its task, or another task with its name. */
  task: z.record(z.string(), z.unknown()).optional(),
});
export type FurtherOptions = Readonly<z.infer<typeof furtherOptions>>;

/** Throws Error that says what to write. */
export function checkFurtherOptions(options: unknown): FurtherOptions {
  return checked('trainFurther', furtherOptions, options);
}

/** Throws Error that says what to write. */
export function checkSampleOptions(options: unknown): SampleOptions {
  return checked('sample', sampleOptions, options);
}

/** Throws Error that says what to write. */
export function checkParameterOptions(options: unknown): ParameterOptions {
  return checked('parameters', parameterOptions, options);
}

/** Throws Error that says what to write. */
export function checkInspectOptions(options: unknown): InspectOptions {
  return checked('inspect', inspectOptions, options);
}

/** Throws Error that says what to write. `call`: the name of the called function. */
export function checkSequenceOptions(call: string, options: unknown): SequenceOptions {
  return checked(call, sequenceOptions, options);
}

/** Checks a request as the worker does. Throws Error that says what to write. */
export function checkSampleRequest(request: unknown): void {
  const parsed = sampleRequest.safeParse(request);
  if (!parsed.success) throw new Error(`sample: ${words(strictest(parsed.error.issues), [])}.`);
}

/** Returns `settings` if it is an object. Throws Error that says what to write. `call`: the name of the called function. */
export function checkSettings(call: string, settings: unknown): object {
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) return settings;
  throw new Error(`${call}: ${kindOf(settings)} is not an object of settings; write { name: value }, or leave it out.`);
}

function checked<T>(call: string, schema: z.ZodObject & z.ZodType<T>, options: unknown): T {
  const parsed = schema.safeParse(checkSettings(call, options));
  if (parsed.success) return parsed.data;
  throw new Error(`${call}: ${words(strictest(parsed.error.issues), Object.keys(schema.shape))}.`);
}

function words(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code === 'unrecognized_keys')
    return `there is no setting ${quotedList(issue.keys)}; there are ${known.join(', ')}`;
  return `${placeOf(issue)} ${issueWords(issue)}`.replace(/\.$/, '');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
