import { Button } from '../kit/button';
import { useExperiments } from '../stores/experiments';
import { useRun } from '../stores/run';
import { phaseOf, raceStep } from '../stores/run_state';
import { checkHere, doAction, toCheck, useChecking } from './check_here';
import { useChecked } from './checked';
import { expectedWords, paceWords, secondsOf, usePace } from './expected';
import { presetOf } from './preset_of';
import { same } from './same';
import type { Action, TourStep } from './step';
import './action_buttons.css';

/** The buttons of a step, in the order to press them, and what they replace. */
export function ActionButtons({ step }: { step: TourStep }) {
  const opening = useRun(state => phaseOf(state) === 'opening');
  const { pace } = usePace();
  const mute = useRun(state => !state.loaded || phaseOf(state) === 'failed');
  return (
    <div className="tour-actions">
      <CheckHere step={step} disabled={opening} />
      <ol>
        {step.actions.map(action => (
          <li key={action.label}>
            <Button
              tiny
              label={action.label}
              disabled={action.kind === 'sample' ? mute : opening}
              onClick={() => doAction(action)}
            />
            <span className="muted small">{expectedWords(secondsOf(action), pace)}</span>
          </li>
        ))}
      </ol>
      <Replaces actions={step.actions} />
      <p className="muted small">
        {step.time} {paceWords(pace)} The time left is shown while it runs.
      </p>
    </div>
  );
}

/** Runs what the claim needs, one run after the other. */
function CheckHere({ step, disabled }: { readonly step: TourStep; readonly disabled: boolean }) {
  const { pace } = usePace();
  const { checking } = useChecking();
  const { runs, again } = toCheck(step, useChecked());
  if (checking?.step === step.name) {
    const all = checking.done + 1 + checking.left.length;
    return <p aria-live="polite">{`Run ${checking.done + 1} of ${all} is on its way.`}</p>;
  }
  const seconds = runs.reduce((sum, action) => sum + (secondsOf(action) ?? 0), 0);
  return (
    <p>
      <Button
        className={again ? '' : 'primary'}
        label={again ? 'Check again' : 'Check it here'}
        disabled={disabled}
        onClick={() => checkHere(step)}
      />{' '}
      <span className="muted small">{expectedWords(seconds, pace)}</span>
    </p>
  );
}

/** Says what of the visitor's the buttons would replace, before any is pressed. */
function Replaces({ actions }: { actions: readonly Action[] }) {
  const races = actions.filter(action => action.kind === 'race');
  const step = useRun(state => (races.some(race => same(presetOf(race).config, state.config)) ? 0 : raceStep(state)));
  const runs = actions.filter(action => action.kind === 'experiment');
  const running = useExperiments(state => state.running);
  const results = useExperiments(
    ({ params, outcomes }) =>
      runs.some(run => params[run.experiment] !== undefined && !same(params[run.experiment], run.params)) ||
      runs.some(run => outcomes[run.experiment] !== undefined && !same(outcomes[run.experiment]?.asked, run.params)),
  );
  const said = [
    races.length > 0 && step > 0
      ? `Training replaces the race on the page, now at step ${step.toLocaleString('en')}.`
      : null,
    running !== null && !runs.some(run => run.experiment === running)
      ? 'An experiment is running: what you start here ends it, and its rows so far are kept.'
      : null,
    results
      ? 'Measuring replaces the parameters that you have set for this experiment. Your last finished result stays until the new one has finished.'
      : null,
  ].filter(sentence => sentence !== null);
  return said.length > 0 ? <p className="small">{said.join(' ')}</p> : null;
}
