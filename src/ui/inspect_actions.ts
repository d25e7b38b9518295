import type { InspectRequest } from '../lab/inspect/inspection';
import { send } from './actions';
import { ask, type InspectionState, inspectionStore, want } from './stores/inspection';
import { runStore } from './stores/run';
import { isPassing, type RunState, stepsOf } from './stores/run_state';
import { tooLong } from './too_long';

/** Least seconds between two inspections of a contender while it trains. */
const patience = 2;

/** Requests the inspection that the visitor wants, unless it is shown or impossible; one at a time, and the latest wins. */
export function lookIfWanted(): void {
  const run = runStore.getState();
  const state = inspectionStore.getState();
  if (run.loaded && !run.members[state.wanted.contender]) {
    want({ contender: 0 });
    return;
  }
  if (isDue(state, run, performance.now() / 1000)) inspect(state.wanted);
}

/** Whether to ask for `wanted` now. `now` in seconds. */
export function isDue(state: InspectionState, run: RunState, now: number): boolean {
  const { wanted, asked, answered, shown, follow } = state;
  const contender = run.members[wanted.contender];
  if (!run.loaded || !contender || contender.status === 'failed' || contender.status === 'diverged') return false;
  if (run.trouble?.contender === null && !isPassing(run.trouble)) return false;
  if (asked?.runId === run.runId) return false;
  if (wanted.input.kind === 'text' && (wanted.input.text === '' || tooLong(wanted.input.text) !== null)) return false;
  const same = answered?.runId === run.runId && JSON.stringify(answered.request) === JSON.stringify(wanted);
  if (!same) return true;
  return follow && shown !== null && shown.step !== stepsOf(contender) && now - shown.seconds >= patience;
}

/** Requests the shown inspection again, with the current weights. */
export function lookAgain(): void {
  inspectionStore.setState({ answered: null });
  lookIfWanted();
}

function inspect(request: InspectRequest): void {
  const { runId } = runStore.getState();
  inspectionStore.setState(state => ask(state, runId, request));
  send({ type: 'inspect', runId, inspectId: inspectionStore.getState().inspectId, request });
}
