import type { Answer, Question } from '../../lab/worker/protocol';
import { ScrollRegion } from '../kit/scroll_region';
import { Swatch } from '../kit/swatch';
import { Said } from '../panels/said';
import type { MemberRun } from '../stores/run_state';
import { ofAnswers } from './words';
import './answer_table.css';

/** At most so many answers of a sequence have a column, and so many tokens stand before the first. */
const MOST_ANSWERS = 24;
const MOST_BEFORE = 64;

/** A sequence, the right answers, and below them those of each contender. `members` all have it. */
export function AnswerTable({ question, members }: { question: Question; members: readonly MemberRun[] }) {
  const asked = question.asked.slice(0, MOST_ANSWERS);
  const [first = 0] = asked;
  const from = Math.max(0, first - MOST_BEFORE);
  const gap = question.glyphs.some(glyph => Array.from(glyph).length > 1) ? ' ' : '';
  const right = new Map(
    members.flatMap(member => answersTo(question, member)).map(answer => [answer.position, answer.right]),
  );
  return (
    <>
      {first > 0 ? (
        <p className="answers-read">
          <span className="muted small">Reads</span>{' '}
          <span className="answers-tokens">
            {from > 0 ? '…' : ''}
            {question.glyphs.slice(from, first).join(gap)}
          </span>
        </p>
      ) : null}
      <ScrollRegion label="Answers beside the right ones">
        <table className="answers-table">
          <thead>
            <tr>
              <th scope="col" className="muted small">
                {first > 0 ? 'then, after' : 'After'}
              </th>
              <th scope="col">
                <span className="sr-only">Over all sequences</span>
              </th>
              {asked.map(position => (
                <th key={position} scope="col" className="answers-cell muted">
                  {question.glyphs[position]}
                </th>
              ))}
              {question.asked.length > MOST_ANSWERS ? (
                <th scope="col" className="muted">
                  …
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" className="small">
                Right answer
              </th>
              <td />
              {asked.map(position => (
                <td key={position} className="answers-cell">
                  {right.get(position)}
                </td>
              ))}
            </tr>
            {members.map(member => (
              <Row key={`${member.contender} ${member.seed}`} member={member} question={question} asked={asked} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

function Row({ member, question, asked }: { member: MemberRun; question: Question; asked: readonly number[] }) {
  const own = new Map(answersTo(question, member).map(answer => [answer.position, answer]));
  return (
    <tr data-contender={member.name}>
      <th scope="row">
        <span className="answers-name row">
          <Swatch slot={member.slot} />
          <span className="short-name cut" title={member.name}>
            {member.name}
          </span>
        </span>
      </th>
      <td className="answers-count number small">{member.answered ? ofAnswers(member.answered) : '–'}</td>
      {asked.map(position => {
        const answer = own.get(position);
        return (
          <td key={position} className="answers-cell">
            {answer ? <Said answer={answer} beside /> : <span className="muted">–</span>}
          </td>
        );
      })}
    </tr>
  );
}

function answersTo({ index }: Question, member: MemberRun | undefined): readonly Answer[] {
  return member?.answered?.answers.filter(({ sequence }) => sequence === index) ?? [];
}
