import { playedRows } from '../../tasks/play';
import type { Batch, OpenTask } from '../../tasks/task';
import { answersAmong, questionOf } from '../sampling/sample_script';
import type { Answered } from '../worker/protocol';
import type { Trainer } from './trainer';

/** Sequences whose answers are told with each evaluation, and most tokens of all but the first together. */
const SEQUENCES = 4;
const TOKENS = 1024;

/** What is known of an evaluation before its end. */
export type Said = Pick<Answered, 'questions' | 'answers'>;

/**
 * What a model says to the first sequences of the batch that it has evaluated last. The evaluation has computed it already, so only
 * the reading costs. Rejects when the device is lost.
 */
export async function readAnswers(trainer: Trainer, { vocabulary, length: L }: OpenTask, batch: Batch): Promise<Said> {
  const rows = Math.min(batch.tokens.length / L, Math.max(1, Math.min(SEQUENCES, Math.floor(TOKENS / L))));
  const chosen = await trainer.likeliest(batch, rows * L);
  const played = playedRows(batch, L, rows);
  return {
    questions: played.map(sequence => questionOf(sequence, vocabulary)),
    answers: played.flatMap(sequence => {
      const start = sequence.index * L;
      const own = chosen.subarray(start, start + sequence.tokens.length);
      return answersAmong(sequence, 0, own, vocabulary);
    }),
  };
}
