import { IGNORED, isScored } from '../../scored';
import { type PlayedSequence, playedSequences } from '../../tasks/play';
import { type OpenTask, type Task, TaskError, type Vocabulary } from '../../tasks/task';
import type { Answer, Question } from '../worker/protocol';
import type { SampleRequest } from '../worker/read_command';
import type { Given } from './choosing';

/** A sequence that every contender continues or plays. */
export interface Passage {
  readonly given: Given;
  /** To be chosen. */
  readonly choices: number;
  /** Absent: a prompt is continued. */
  readonly played?: PlayedSequence;
}

/**
 * The passages of a request, the same for every contender. Throws TaskError for a prompt that the task cannot read, and for a
 * task that is not played.
 */
export function passagesOf(task: OpenTask, protocol: Task['protocol'], request: SampleRequest): Passage[] {
  const { play, tokens } = request;
  if (!play) {
    const prompt = task.vocabulary.encode(request.prompt);
    if (prompt.length === 0) throw new TaskError('The prompt is empty; write at least one character.');
    return [{ given: { tokens: prompt, read: prompt.length }, choices: tokens }];
  }
  if (protocol !== 'answers')
    throw new TaskError('This task does not ask for answers, so it cannot be played. Give a prompt to continue.');
  return playedSequences(task, play.first, play.sequences).map((played, i) => ({
    given: { tokens: played.tokens, read: played.first + 1 },
    choices: played.tokens.length - played.first + (i === play.sequences - 1 ? tokens : 0),
    played,
  }));
}

/** Tokens of the longest passage, with the chosen ones. */
export function longestOf(passages: readonly Passage[]): number {
  return Math.max(...passages.map(({ given, choices }) => Math.max(given.tokens.length, given.read + choices)));
}

/** Tokens that a lane chooses in all of them: its finish line. */
export function choicesOf(passages: readonly Passage[]): number {
  return passages.reduce((sum, { choices }) => sum + choices, 0);
}

export function questionsOf(passages: readonly Passage[], vocabulary: Vocabulary): Question[] {
  return passages.flatMap(({ played }) => (played ? questionOf(played, vocabulary) : []));
}

export function questionOf({ index, tokens, targets }: PlayedSequence, vocabulary: Vocabulary): Question {
  return {
    index,
    glyphs: Array.from(tokens, token => vocabulary.glyph(token)),
    asked: Array.from(targets.keys()).filter(position => isScored(targets[position] ?? IGNORED)),
  };
}

/** The answers among the chosen tokens; the first token followed `position`. */
export function answersAmong(
  played: PlayedSequence,
  position: number,
  chosen: Int32Array,
  vocabulary: Vocabulary,
): Answer[] {
  return Array.from(chosen).flatMap((token, i) => {
    const target = played.targets[position + i] ?? IGNORED;
    if (!isScored(target)) return [];
    return {
      sequence: played.index,
      position: position + i,
      said: vocabulary.glyph(token),
      right: vocabulary.glyph(target),
      correct: token === target,
    };
  });
}
