import type { Answer, Question } from '../../lab/worker/protocol';
import { type Note, notesOf } from '../../tasks/notes';
import type { Music } from '../../tasks/task';

/** `given` was read; `due` awaits its answer; of `written` nobody can say more; `missed` is what should have been there. */
export interface RollNote extends Note {
  readonly mark: 'given' | 'due' | 'written' | 'right' | 'wrong' | 'missed';
}

/** Notes of events, of which the first were given. In a round those of a voice that follows are right or wrong. */
export function writtenNotes(
  given: readonly string[],
  written: readonly string[],
  { voices, follow }: Pick<Music, 'voices' | 'follow'>,
): RollNote[] {
  const events = [...given, ...written];
  const due = (at: number) => (follow === undefined || at % voices === 0 ? null : events[at - voices * follow - 1]);
  const notes = notesOf(events, voices).map((note): RollNote => {
    const at = note.from * voices + note.voice;
    if (at < given.length) return { ...note, mark: 'given' };
    const right = due(at);
    return { ...note, mark: right === null ? 'written' : right === events[at] ? 'right' : 'wrong' };
  });
  const missed = written.flatMap((event, place): RollNote[] => {
    const at = given.length + place;
    const right = due(at) ?? '';
    const [note] = right === event ? [] : notesOf([right], 1);
    return note ? [{ ...note, voice: at % voices, from: Math.floor(at / voices), mark: 'missed' }] : [];
  });
  return [...notes, ...missed];
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
