import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Button } from '../kit/button';
import { IconButton } from '../kit/icon_button';
import { useRun } from '../stores/run';
import { closeTour, goToStep, tourStore, useTour } from '../stores/tour';
import { Glossed } from '../words/glossed';
import { ActionButtons } from './action_buttons';
import { keepChecks } from './check_here';
import { gistOf } from './claims';
import { Contents } from './contents';
import { CopyStepLink } from './copy_step_link';
import { timeLoop } from './expected';
import { FoundPart } from './found_part';
import { showTarget } from './show_target';
import { backToMyRace } from './start_action';
import type { Citation, TourStep } from './step';
import { steps } from './steps';
import './tour_card.css';

/** One step of the tour, on top of the page, while the visitor works below it. */
export function TourCard() {
  const { step: index, contents, collapsed, side } = useTour(state => state);
  const step = steps[index];
  const heading = useRef<HTMLHeadingElement>(null);
  const onCpu = useRun(({ adapter }) => adapter !== null && adapter.backend !== 'webgpu');
  useEffect(() => heading.current?.focus(), []);
  useEffect(keepChecks, []);
  useEffect(() => {
    if (onCpu) timeLoop();
  }, [onCpu]);
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
      {collapsed ? null : contents ? <Contents /> : <StepBody step={step} index={index} />}
      {collapsed ? null : <Foot index={index} contents={contents} />}
    </section>
  );
}

/** From step to step, and to the list of all claims and back. */
function Foot({ index, contents }: { readonly index: number; readonly contents: boolean }) {
  const last = index === steps.length - 1;
  return (
    <footer className="tour-foot">
      <Button
        quiet
        label={contents ? 'To the step' : 'All claims'}
        onClick={() => tourStore.setState({ contents: !contents })}
      />
      <Button label="Back" aria-disabled={index === 0} onClick={() => goToStep(Math.max(0, index - 1))} />
      <Button
        label={last ? 'Finish' : 'Next'}
        className="primary"
        onClick={() => (last ? close() : goToStep(index + 1))}
      />
    </footer>
  );
}

function StepBody({ step, index }: { step: TourStep; index: number }) {
  return (
    <>
      <div className="tour-bar" aria-hidden="true">
        <span style={{ width: `${(100 * (index + 1)) / steps.length}%` }} />
      </div>
      {/* A new element for each step, so that it starts at its top. */}
      <div key={index} className="tour-body tour-step">
        <div className="tour-words">
          <h3>{step.title}</h3>
          <p className="muted">
            The review: {gistOf(step.name)}{' '}
            <button type="button" className="tour-show" onClick={() => tourStore.setState({ contents: true })}>
              Which review?
            </button>
          </p>
          <p>
            <Glossed text={step.text} />
          </p>
          <ActionButtons step={step} />
          <BackToMyRace />
        </div>
        <FoundPart step={step} />
        <div className="tour-words">
          <div className="tour-part">
            <h4>Look at</h4>
            <ul>
              {step.lookAt.map(({ text, target, of }) => (
                <li key={text}>
                  {text}{' '}
                  <button type="button" className="tour-show" onClick={() => showTarget(target, step, of)}>
                    Show me
                  </button>
                </li>
              ))}
            </ul>
          </div>
          <ul className="tour-sources small" aria-label="Sources">
            {step.citations.map(citation => (
              <li key={citation.text}>
                <Source {...citation} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </>
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
