import { create } from 'zustand';
import type { Model } from '../../models/model';
import type { Answers, Question } from '../../models/recognise';

/** What the page knows of a file of weights before it becomes a contender. */
export interface ReadWeights {
  /** What wrote it, in words. */
  readonly title: string;
  readonly foreign: boolean;
  readonly model: Model;
  /** All that the file leaves open, with or without an answer. */
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The files that the visitor brings, and what was read of them. */
export interface Bringing {
  readonly open: boolean;
  readonly weights: File | null;
  readonly config: { readonly name: string; readonly text: string } | null;
  readonly tokenizer: { readonly name: string; readonly text: string; readonly tokens: number } | null;
  readonly answers: Answers;
  readonly read: ReadWeights | null;
  /** Why the files cannot be used. */
  readonly error: string | null;
}

export const nothingBrought: Bringing = {
  open: false,
  weights: null,
  config: null,
  tokenizer: null,
  answers: {},
  read: null,
  error: null,
};

export const bringingStore = create<Bringing>(() => nothingBrought);

export const useBringing = bringingStore;
