import { useId } from 'react';
import { Button } from '../kit/button';
import { IconButton } from '../kit/icon_button';
import { type Idea, ideas } from '../stores/first_minute';
import { useSlowRun } from '../stores/run';
import { nextOf } from './next_of';
import { dismiss } from './steps';
import { headlineOf, wordsOf } from './words';
import './first_minute.css';
import './card.css';

const titles: Readonly<Record<Idea, string>> = {
  remember: 'Remember by choice',
  parallel: 'Learn in parallel',
  cost: 'Constant cost',
};

/** An idea: where it stands among the three, what the race shows of it now and why, and what comes next. */
export function Card({ idea }: { idea: Idea }) {
  const run = useSlowRun(250);
  const id = useId();
  const next = nextOf(idea, run);
  return (
    <section className="panel first-minute" aria-labelledby={id}>
      <header className="first-minute-head row">
        <h2 id={id} className="sr-only">
          The first minute
        </h2>
        <ol className="first-minute-ideas row">
          {ideas.map((each, index) => (
            <li key={each} aria-current={each === idea ? 'step' : undefined} className={each === idea ? '' : 'muted'}>
              <span className="number">{index + 1}</span> {titles[each]}
            </li>
          ))}
        </ol>
        <IconButton icon="close" tiny label="Dismiss the first minute" hint="Help shows it again." onClick={dismiss} />
      </header>
      <div className="first-minute-body row">
        <p className="first-minute-words">{wordsOf(idea, run)}</p>
        <Button
          label={next.label}
          className={next.due ? 'primary' : ''}
          aria-disabled={!next.able}
          onClick={() => (next.able ? next.start() : undefined)}
        />
      </div>
      <p className="sr-only" role="status">
        {`${titles[idea]}. ${headlineOf(idea, run)}`}
      </p>
    </section>
  );
}
