import { goToStep } from '../stores/tour';
import { toCheck } from './check_here';
import { evidenceFor, isHere, useChecked } from './checked';
import { claims, gistOf, REVIEW } from './claims';
import type { Evidence } from './evidence';
import { expectedWords, paceWords, secondsOf, usePace } from './expected';
import type { TourStep } from './step';
import { steps } from './steps';
import './contents.css';
import './tour_card.css';

/** All claims of the argument, each in one sentence, with what is known of it, and the review that they follow. */
export function Contents() {
  const checked = useChecked();
  const { pace } = usePace();
  return (
    <div className="tour-body">
      <h3>{`${claims.length} claims, each to be checked here`}</h3>
      <ol className="tour-contents">
        {steps.map((step, index) => (
          <li key={step.name}>
            <button type="button" className="tour-show" onClick={() => goToStep(index)}>
              {gistOf(step.name)}
            </button>
            <span className="muted small">
              {[markOf(step, checked), expectedWords(timeToCheck(step), pace)].filter(words => words).join(', ')}
            </span>
          </li>
        ))}
      </ol>
      <p className="muted small">{paceWords(pace)}</p>
      <div className="tour-part">
        <h4>Which review?</h4>
        <p>{REVIEW}</p>
      </div>
    </div>
  );
}

/** How a claim stands: by runs of this machine, or by those that come with the page. */
export function markOf(step: TourStep, checked: Readonly<Record<string, Evidence>>): string {
  const evidence = evidenceFor(step, checked);
  const own = evidence.filter(isHere).length;
  if (own === evidence.length) return 'checked here';
  return own === 0 ? 'stored result' : 'partly checked here';
}

/** Seconds on two cores of all that a step still runs. Undefined: nothing is left. */
function timeToCheck(step: TourStep): number | undefined {
  const left = toCheck(step, {}).runs.flatMap(action => secondsOf(action) ?? []);
  return left.length === 0 ? undefined : left.reduce((sum, seconds) => sum + seconds, 0);
}
