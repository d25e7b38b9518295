import type { Answer, Event } from '../../lab/worker/protocol';
import { emptyTape, extendTape, type Tape } from './tape';

/** What a lane wrote for the last prompt. */
export interface Writing {
  readonly text: string;
  /** Empty unless the task is played. */
  readonly answers: readonly Answer[];
  /** Why it was not sampled, or not to the end. */
  readonly skipped?: string | undefined;
  readonly done: boolean;
  /** Grows in place: watch `sampleVersion`. */
  readonly tape: Tape;
  /** Tokens at its finish line; 0: not known yet. */
  readonly finish: number;
}

export function newWriting(): Writing {
  return { text: '', answers: [], done: false, tape: emptyTape(), finish: 0 };
}

/** What a lane has written after a turn. */
export function wroteOn(writing: Writing | null, event: Extract<Event, { type: 'sampled' }>): Writing {
  const { text, answers, tape } = writing ?? newWriting();
  extendTape(tape, event.tape);
  return {
    text: text + event.text,
    answers: [...answers, ...event.answers],
    skipped: event.skipped,
    done: event.done,
    tape,
    finish: event.finish,
  };
}
