import type { z } from 'zod';
import type { Choice, Field, Switch } from '../field';
import type { PositionMeasure } from './position_measures';

/**
 * `tokens` and `targets`, each (B, L) row-major; targets[t] is what the model should say after reading tokens[0..t], or IGNORED
 * where nothing is scored (see scored.ts).
 */
export interface Batch {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
}

/** The V tokens of a task and their text. */
export interface Vocabulary {
  readonly size: number;
  /** Text to tokens. Throws a TaskError that names the first unknown character. */
  encode(text: string): Int32Array;
  decode(tokens: ArrayLike<number>): string;
  /** One token as a glyph: one or two visible characters, a few more in vocabularies of hundreds. */
  glyph(token: number): string;
}

export type Split = 'train' | 'validation';

/**
 * A horizontal line on the loss chart, in nats per scored token: the lowest expected validation loss of a guess that knows what
 * the name says, and nothing else. “chance” knows the task and the place in the sequence, but no token.
 */
export interface Baseline {
  readonly name: string;
  readonly loss: number;
}

/** One long sequence whose windows are all batches: a text in the characters of the vocabulary, or a sound in its levels. */
export type Material = {
  /** Tokens at its beginning that train; the rest validates. */
  readonly cut: number;
} & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sound'; readonly levels: Uint8Array<ArrayBufferLike> }
);

/** A task opened with its parameters, a seed and, for text, its corpus. */
export interface OpenTask {
  readonly vocabulary: Vocabulary;
  /** L, tokens of every sequence of a batch. */
  readonly length: number;
  /** The `index`-th batch of B sequences: a pure function of (seed, split, index, B), the same for every contender. */
  batch(split: Split, index: number, B: number): Batch;
  /**
   * The `index`-th training batch of B rows, each of which goes on where its row of the batch before ended; the same for every
   * contender. Absent: sequences have nothing to do with each other.
   */
  stream?(index: number, B: number): Batch;
  /** What `batch` takes windows of; absent: it makes each sequence by a rule. */
  readonly material?: Material;
  /** The prompt when the visitor types nothing. */
  readonly prompt: string;
  readonly baselines: readonly Baseline[];
  /** A caution about the text that matters when comparing losses, with the fix; one or two sentences. */
  readonly caution?: string | undefined;
  /** About a second of training sequences, decoded, one after the other; of tasks with a `sound`. */
  readonly soundExample?: string;
  /** Figures over positions that say what a model has learned, besides loss and accuracy. */
  readonly measures?: readonly PositionMeasure[];
  /** Accuracy of the best guess that knows the place in the sequence but no token; absent if accuracy is not the measure. */
  readonly chanceAccuracy?: number;
}

/** Material that a task may need beyond its parameters. */
export interface Materials {
  /** A text that ships with the page: 'moby-dick', or 'first-names', one name per line. */
  corpus(name: string): Promise<string>;
  /** The visitor's own text, if any. */
  readonly ownText?: string | undefined;
  /** The visitor's own sound, if any: µ-law levels, 8,000 a second. */
  readonly ownSound?: Uint8Array | undefined;
  /** The visitor's own MIDI file, if any. */
  readonly ownMusic?: Uint8Array | undefined;
  /** The text of a tokenizer.json, if any. */
  readonly tokenizer?: string | undefined;
}

/** How to play the text of a task whose tokens are samples of a waveform. */
export interface Sound {
  /** Samples a second. */
  readonly rate: number;
  /** Decoded text as samples in [-1, 1]. */
  samplesOf(text: string): Float32Array<ArrayBuffer>;
}

/** How the events of a task of music lie in time. */
export interface Music {
  /** Tokens of a step: one for each voice. */
  readonly voices: number;
  readonly beatSteps: number;
  readonly barSteps: number;
  readonly stepSeconds: number;
  /** Steps after which every voice repeats the one before it, in music that goes on as a round. */
  readonly follow?: number;
}

/** A task: metadata the page shows, and a generator. One file each; tasks/registry.ts lists them. */
export interface Task<P = unknown> {
  readonly name: string;
  readonly title: string;
  /** Two sentences for a first-year student, the term of the field in them. */
  readonly summary: string;
  readonly citations: readonly string[];
  /** `accuracy`: exact accuracy on the scored positions; `bits`: bits per token. */
  readonly measure: 'accuracy' | 'bits';
  /**
   * How to sample a model. `continues`: it continues a prompt and reads every token that it chose. `answers`: it reads the
   * task's own sequence and answers at every scored position. It does not read its answers; the next token is the task's.
   */
  readonly protocol: 'continues' | 'answers';
  readonly sound?: Sound;
  /** How the events of a task whose tokens are music lie in time. */
  music?(params: P): Music;
  /** What a token of it is, in words; absent: a character. */
  readonly unit?: 'sample' | 'token';
  /** Tokens needed to judge a sample, if not the usual number. */
  readonly sampleTokens?: number;
  /** Parameters with defaults; strict, so an unknown key is an error. */
  readonly schema: z.ZodType<P>;
  readonly fields: readonly Field[];
  /** Parameters that are words; the page offers them before the fields. */
  readonly choices?: readonly Choice[];
  /** Parameters that are on or off; the page offers them after the fields. */
  readonly switches?: readonly Switch[];
  /** Throws TaskError. */
  open(params: P, seed: number, materials: Materials): Promise<OpenTask>;
}

/** Bad parameters or a bad text; the message names the fix. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
}
