import { useState } from 'react';
import { seedsOf } from '../../lab/config/members';
import { whole } from '../format';
import { IconButton } from '../kit/icon_button';
import { Panel } from '../panels/panel';
import { useSlowRun } from '../stores/run';
import { type MemberRun, standing } from '../stores/run_state';
import { AnswerTable } from './answer_table';
import './answers_panel.css';

/** What the contenders answered in their last evaluation, in tasks that ask for answers. */
export function AnswersPanel() {
  const run = useSlowRun(200);
  const [chosen, setChosen] = useState(0);
  const members = standing(run).filter(({ status }) => status !== 'frozen');
  const told = members.flatMap(({ answered }) => answered ?? []);
  const count = Math.min(...told.map(({ questions }) => questions.length), Number.MAX_SAFE_INTEGER);
  const known = told.length > 0 && count > 0;
  const example = known ? chosen % count : 0;
  const step = Math.max(0, ...told.map(answered => answered.step));
  const seeds = run.config ? seedsOf(run.config.training) : 1;
  return (
    <Panel
      title="Answers"
      unit={known ? `step ${whole(step)}${seeds > 1 ? `, seed ${members[0]?.seed ?? ''}` : ''}` : ''}
      className="answers"
      controls={
        known && count > 1 ? (
          <>
            <span className="muted small">{`example ${example + 1} of ${count}`}</span>
            <IconButton
              icon="left"
              tiny
              label="The example before"
              onClick={() => setChosen((example + count - 1) % count)}
            />
            <IconButton icon="right" tiny label="The next example" onClick={() => setChosen((example + 1) % count)} />
          </>
        ) : null
      }
    >
      {known ? (
        groupsOf(members, example).map(({ question, of }) => (
          <AnswerTable key={question.glyphs.join(' ')} question={question} members={of} />
        ))
      ) : (
        <p className="muted small">
          While the contenders train, their answers to sequences that they never train on stand here beside the right
          ones.
        </p>
      )}
    </Panel>
  );
}

/** Contenders with seeds of their own have other sequences, which stand apart. Who has not answered yet stands with the first. */
function groupsOf(members: readonly MemberRun[], example: number) {
  const questions = members.map(({ answered }) => answered?.questions[example]);
  const first = questions.find(question => question !== undefined);
  const textOf = (i: number) => JSON.stringify((questions[i] ?? first)?.glyphs);
  const texts = [...new Set(members.map((_, i) => textOf(i)))];
  return texts.flatMap(text => {
    const of = members.filter((_, i) => textOf(i) === text);
    const question = of.flatMap(({ answered }) => answered?.questions[example] ?? [])[0];
    return question ? { question, of } : [];
  });
}
