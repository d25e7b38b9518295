import type { RunSample } from '../../lab/runs/run';
import { emptyTape, pointsOf, tapeOf } from '../stores/tape';
import type { Writing } from '../stores/writing';

type Written = RunSample['written'][number];
type WrittenLane = Omit<Written, 'beside'>;

/** Points of a tape that a run keeps. */
const MOST = 200;

/** What a member wrote, as a run keeps it. */
export function toKeep(writing: Writing | null, beside: Writing | null): Written {
  return { ...laneToKeep(writing), ...(beside ? { beside: laneToKeep(beside) } : {}) };
}

function laneToKeep(writing: Writing | null): WrittenLane {
  if (!writing) return { text: '', answers: [] };
  const { text, answers, skipped, finish, tape } = writing;
  return {
    text,
    answers,
    ...(skipped === undefined ? {} : { skipped }),
    ...(tape.tokens.length > 0 ? { tape: { finish, ...pointsOf(tape, MOST) } } : {}),
  };
}

/** A lane that a run has kept; null: it wrote nothing. */
export function fromKept(written: WrittenLane | undefined): Writing | null {
  if (!written || (written.text === '' && written.answers.length === 0 && written.skipped === undefined)) return null;
  const { tape, text, answers, skipped } = written;
  return {
    text,
    answers,
    skipped,
    done: true,
    tape: tape ? tapeOf(tape) : emptyTape(),
    finish: tape?.finish ?? 0,
  };
}
