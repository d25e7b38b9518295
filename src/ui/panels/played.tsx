import type { Answer, Question } from '../../lab/worker/protocol';
import { Said } from './said';
import './sample_lanes.css';
import './played.css';

/** At most so many tokens are shown before the first answer of a sequence. */
const MOST_BEFORE = 64;

/** The sequences of a task with the answers of one contender. The right answer follows a wrong one. */
export function Played({ questions, answers }: { questions: readonly Question[]; answers: readonly Answer[] }) {
  return (
    <ol className="played">
      {questions.map(question => (
        <PlayedSequence
          key={question.index}
          question={question}
          answers={answers.filter(({ sequence }) => sequence === question.index)}
        />
      ))}
    </ol>
  );
}

function PlayedSequence({ question, answers }: { question: Question; answers: readonly Answer[] }) {
  const { glyphs, asked } = question;
  const given = new Map(answers.map(answer => [answer.position, answer]));
  const from = Math.max(0, (asked[0] ?? 0) - MOST_BEFORE);
  // Numbers of several digits would run into each other.
  const gap = glyphs.some(glyph => Array.from(glyph).length > 1) ? ' ' : '';
  let start = from;
  const pieces = asked.map(position => {
    const read = textOf(glyphs.slice(start, position + 1), gap);
    start = position + 1;
    return { position, read, answer: given.get(position) };
  });
  return (
    <li>
      {from > 0 ? <span className="muted">…</span> : null}
      {pieces.map(({ position, read, answer }) => (
        <span key={position}>
          <span className="muted">{read}</span>
          {answer ? <Said answer={answer} /> : null}
        </span>
      ))}
    </li>
  );
}

/** The tokens before an answer as text, with `gap` after each. */
export function textOf(glyphs: readonly string[], gap: string): string {
  return glyphs.map(glyph => glyph + gap).join('');
}

/** “7 of 8 right”. */
export function score(answers: readonly Answer[]): string {
  return `${answers.filter(({ correct }) => correct).length} of ${answers.length} right`;
}
