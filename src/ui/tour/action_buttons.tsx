import { useRun } from '../stores/run';
import { phaseOf, raceStep } from '../stores/run_state';
import { presetOf, startAction } from './start_action';
import type { Action, TourStep } from './step';

/** The buttons of a step, in the order in which they are to be pressed, and what they replace. */
export function ActionButtons({ step }: { step: TourStep }) {
  const opening = useRun(state => phaseOf(state) === 'opening');
  const mute = useRun(state => !state.loaded || phaseOf(state) === 'failed');
  return (
    <div className="tour-actions">
      <ol>
        {step.actions.map((action, index) => (
          <li key={action.label}>
            <button
              type="button"
              className={`button ${index === 0 ? 'primary' : ''}`}
              disabled={action.kind === 'sample' ? mute : opening}
              onClick={() => startAction(action)}
            >
              {action.label}
            </button>
          </li>
        ))}
      </ol>
      <Replaces actions={step.actions} />
      <p className="muted small">{step.time}</p>
    </div>
  );
}

/** Said before anything is pressed, where a race of the page has got somewhere and would give way. */
function Replaces({ actions }: { actions: readonly Action[] }) {
  const races = actions.flatMap(action => (action.kind === 'race' ? JSON.stringify(presetOf(action).config) : []));
  const step = useRun(state => (races.includes(JSON.stringify(state.config)) ? 0 : raceStep(state)));
  if (races.length === 0 || step === 0) return null;
  return (
    <p className="small">
      Training replaces the race on the page, now at step <span className="number">{step.toLocaleString('en')}</span>.
    </p>
  );
}
