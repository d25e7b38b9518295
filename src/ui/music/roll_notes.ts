import type { Answer, Question } from '../../lab/worker/protocol';
import { type Note, notesOf } from '../../tasks/music';

/** `given` was read; `due` awaits its answer; `missed` is what a wrong answer should have been. */
export interface RollNote extends Note {
  readonly mark: 'given' | 'due' | 'right' | 'wrong' | 'missed';
}

/** Notes of events, of which the first were given. */
export function writtenNotes(given: readonly string[], written: readonly string[], voices: number): RollNote[] {
  return notesOf([...given, ...written], voices).map(note => ({
    ...note,
    mark: note.from * voices + note.voice < given.length ? 'given' : 'right',
  }));
}

/** Notes of a played piece. A note is said at its first event, and lasts as the piece has it. */
export function answeredNotes({ glyphs, asked }: Question, answers: readonly Answer[], voices: number): RollNote[] {
  const events: (string | undefined)[] = [...glyphs];
  const answerTo = new Map<number, Answer>();
  for (const answer of answers) {
    events[answer.position + 1] = answer.right;
    answerTo.set(answer.position + 1, answer);
  }
  const due = new Set(asked.map(position => position + 1));
  return notesOf(events, voices).flatMap((note): RollNote[] => {
    const at = note.from * voices + note.voice;
    const answer = answerTo.get(at);
    if (!answer) return [{ ...note, mark: due.has(at) ? 'due' : 'given' }];
    if (answer.correct) return [{ ...note, mark: 'right' }];
    const [said] = notesOf([answer.said], 1);
    const wrong: RollNote[] = said ? [{ ...note, pitch: said.pitch, mark: 'wrong' }] : [];
    return [{ ...note, mark: 'missed' }, ...wrong];
  });
}

/** The notes that sound: those of the piece, and those that were said in place of right ones. */
export function heard(notes: readonly RollNote[]): RollNote[] {
  return notes.filter(({ mark }) => mark !== 'due' && mark !== 'missed');
}
