import { useMemo } from 'react';
import type { Answer, Question } from '../../lab/worker/protocol';
import type { SampleRequest } from '../../lab/worker/read_command';
import { eventsOf } from '../../tasks/notes';
import type { Music } from '../../tasks/task';
import type { Writing } from '../stores/writing';
import { PieceClip } from './piece_clip';
import { answeredNotes, type RollNote, writtenNotes } from './roll_notes';

interface Props {
  /** The contender's slot. Names are not unique, slots are. */
  readonly slot: number;
  readonly name: string;
  readonly music: Music;
  readonly request: SampleRequest;
  readonly questions: readonly Question[];
  readonly writing: Writing;
}

/** The pieces that a contender played, or the one that it wrote after the prompt. */
export function MusicLane({ slot, name, music, request, questions, writing }: Props) {
  return (
    <section aria-label={`Written by ${name}`} aria-busy={!writing.done}>
      {request.play ? (
        questions.map(question => (
          <Played
            key={question.index}
            id={`lane ${slot} ${question.index}`}
            name={questions.length > 1 ? `${name}, example ${question.index + 1}` : name}
            music={music}
            question={question}
            writing={writing}
          />
        ))
      ) : (
        <Continued id={`lane ${slot}`} name={name} music={music} request={request} writing={writing} />
      )}
    </section>
  );
}

interface PieceProps {
  readonly id: string;
  readonly name: string;
  readonly music: Music;
  readonly writing: Writing;
}

function Played({ id, name, music, question, writing }: PieceProps & { readonly question: Question }) {
  const answers = useMemo(
    () => writing.answers.filter(({ sequence }) => sequence === question.index),
    [writing.answers, question],
  );
  const notes = useMemo(() => answeredNotes(question, answers, music.voices), [question, answers, music]);
  return (
    <PieceClip
      id={id}
      what={name}
      about={`: ${mistakes(answers, music)}`}
      music={music}
      notes={notes}
      steps={Math.ceil((question.glyphs.length + 1) / music.voices)}
      disabled={!writing.done}
    />
  );
}

function Continued({ id, name, music, request, writing }: PieceProps & { readonly request: SampleRequest }) {
  const given = useMemo(() => eventsOf(request.prompt), [request.prompt]);
  const written = useMemo(() => eventsOf(writing.text), [writing.text]);
  const notes = useMemo(() => writtenNotes(given, written, music), [given, written, music]);
  const events = given.length + (writing.done ? written.length : request.tokens);
  return (
    <PieceClip
      id={id}
      what={name}
      words={following(notes)}
      music={music}
      notes={notes}
      steps={Math.ceil(events / music.voices)}
      disabled={!writing.done}
    />
  );
}

/** “58 of 60 notes follow”; empty where no voice follows another. */
function following(notes: readonly RollNote[]): string {
  const count = (mark: RollNote['mark']) => notes.filter(note => note.mark === mark).length;
  const [right, missed] = [count('right'), count('missed')];
  return right + missed === 0 ? '' : `${right} of ${right + missed} notes follow`;
}

/** Most bars that are named. */
const NAMED = 8;

/** “3 of 40 notes wrong, in bars 5 and 7”. */
function mistakes(answers: readonly Answer[], { voices, barSteps }: Music): string {
  const wrong = answers.filter(({ correct }) => !correct);
  if (wrong.length === 0) return `all ${answers.length} notes right`;
  const bars = [...new Set(wrong.map(({ position }) => Math.floor((position + 1) / voices / barSteps) + 1))];
  const named = bars.length > NAMED ? `${bars.length} bars` : `bar ${bars.join(', ')}`;
  return `${wrong.length} of ${answers.length} notes wrong, in ${named}`;
}
