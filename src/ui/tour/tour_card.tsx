import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Button } from '../kit/button';
import { IconButton } from '../kit/icon_button';
import { closeTour, goToStep, tourStore, useTour } from '../stores/tour';
import { Glossed } from '../words/glossed';
import { ActionButtons } from './action_buttons';
import { CopyStepLink } from './copy_step_link';
import { byName, placeWords } from './evidence';
import { setupWords } from './setup';
import { showTarget } from './show_target';
import { backToMyRace } from './start_action';
import type { Citation, TourStep } from './step';
import { steps } from './steps';
import './tour_card.css';

/** One step of the tour, on top of the page, while the visitor works below it. */
export function TourCard() {
  const { step: index, collapsed, side } = useTour(state => state);
  const step = steps[index];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (!step) return null;
  return (
    <section
      className={`tour column ${side} ${collapsed ? 'collapsed' : ''}`}
      aria-labelledby="tour-heading"
      onKeyDown={closeOnEscape}
    >
      <header className="tour-head row">
        <h2 className="cut" id="tour-heading" ref={heading} tabIndex={-1}>
          The argument <span className="muted number">{`${index + 1} of ${steps.length}`}</span>
          {collapsed ? <span className="tour-line"> {step.title}</span> : null}
        </h2>
        <CopyStepLink name={step.name} />
        <IconButton
          icon={side === 'left' ? 'right' : 'left'}
          tiny
          className="tour-side"
          label={`Move to the ${side === 'left' ? 'right' : 'left'}`}
          onClick={() => tourStore.setState({ side: side === 'left' ? 'right' : 'left' })}
        />
        <IconButton
          icon={collapsed ? 'up' : 'down'}
          tiny
          label={collapsed ? 'Unfold the step' : 'Fold to one line'}
          aria-expanded={!collapsed}
          onClick={() => tourStore.setState({ collapsed: !collapsed })}
        />
        <IconButton icon="close" tiny label="Close the argument" onClick={close} />
      </header>
      <p className="sr-only" role="status">
        {`Step ${index + 1} of ${steps.length}: ${step.title}`}
      </p>
      {collapsed ? null : <StepBody step={step} index={index} />}
    </section>
  );
}

function StepBody({ step, index }: { step: TourStep; index: number }) {
  const last = index === steps.length - 1;
  return (
    <>
      <div className="tour-bar" aria-hidden="true">
        <span style={{ width: `${(100 * (index + 1)) / steps.length}%` }} />
      </div>
      {/* A new element for each step, so that it starts at its top. */}
      <div key={index} className="tour-body">
        <h3>{step.title}</h3>
        <p>
          <Glossed text={step.text} />
        </p>
        <ActionButtons step={step} />
        <BackToMyRace />
        <div className="tour-part">
          <h4>Look at</h4>
          <ul>
            {step.lookAt.map(({ text, target }) => (
              <li key={text}>
                {text}{' '}
                <button type="button" className="tour-show" onClick={() => showTarget(target, step)}>
                  Show me
                </button>
              </li>
            ))}
          </ul>
        </div>
        <Found {...step.found} />
        <ul className="tour-sources small" aria-label="Sources">
          {step.citations.map(citation => (
            <li key={citation.text}>
              <Source {...citation} />
            </li>
          ))}
        </ul>
      </div>
      <footer className="tour-foot">
        <Button label="Back" aria-disabled={index === 0} onClick={() => goToStep(Math.max(0, index - 1))} />
        <Button
          label={last ? 'Finish' : 'Next'}
          className="primary"
          onClick={() => (last ? close() : goToStep(index + 1))}
        />
      </footer>
    </>
  );
}

/** The results of our own runs of the step's buttons. */
function Found({ text, evidence }: TourStep['found']) {
  return (
    <div className="tour-part">
      <h4>Found here, in our run</h4>
      <p>{text(byName(evidence))}</p>
      {evidence.map(run => (
        <p key={run.name} className="muted small">
          {evidence.length > 1 ? `${run.name}: ` : ''}
          {`${setupWords(run)}. ${placeWords(run)}.`}
        </p>
      ))}
      {[...new Set(evidence.flatMap(({ stale }) => stale ?? []))].map(stale => (
        <p key={stale} className="small">
          {stale} We will run this again.
        </p>
      ))}
    </div>
  );
}

/** Shown while the tour keeps a race of the visitor's. */
function BackToMyRace() {
  const waiting = useTour(state => state.earlier.length > 0);
  if (!waiting) return null;
  return (
    <p className="small">
      <Button tiny label="Back to my race" onClick={backToMyRace} /> with its settings, from step 0.
    </p>
  );
}

function Source({ text, arxiv }: Citation) {
  if (arxiv === null) return <>{text}</>;
  return (
    <>
      {text},{' '}
      <a href={`https://arxiv.org/abs/${arxiv}`} target="_blank" rel="noreferrer">
        arXiv:{arxiv}
      </a>
    </>
  );
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  close();
}

/** Closes the tour. The focus goes back to the button that opened it. */
function close(): void {
  closeTour();
  document.getElementById('tour-open')?.focus();
}
