import { send } from './actions';
import {
  beginExperiment,
  type ExperimentOutcome,
  experimentsStore,
  type Params,
  resultsOf,
} from './stores/experiments';
import { runStore } from './stores/run';
import { openWorkspace } from './stores/workspace';

/** Shows an experiment and sets its parameters, if given. Does not start it. */
export function openExperiment(name: string, params?: Params): void {
  experimentsStore.setState(state => ({
    chosen: name,
    trouble: null,
    params: params ? { ...state.params, [name]: params } : state.params,
  }));
  openWorkspace('experiments');
}

/**
 * Runs the named or shown experiment with its set parameters; pauses training and sampling first. Resolves once it is
 * requested, with the id of its events, or null if it cannot begin: then the page says why.
 */
export async function runExperiment(name = experimentsStore.getState().chosen): Promise<number | null> {
  try {
    const [{ findExperiment }, { parseParams }] = await Promise.all([
      import('../lab/experiments/registry'),
      import('../lab/experiments/parse_params'),
    ]);
    const experiment = findExperiment(name ?? '');
    const checked = parseParams(experiment, experimentsStore.getState().params[experiment.name]);
    return begin(experiment.name, checked instanceof Object ? { ...checked } : {}, null);
  } catch (error) {
    experimentsStore.setState({ trouble: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

/** Whether the last run can go on from what it had finished: it ended early, here. On another machine its times would be mixed. */
export function canGoOn(outcome: ExperimentOutcome | undefined, adapter: string | undefined): boolean {
  const early = outcome?.status === 'cancelled' || outcome?.status === 'failed';
  return early && outcome.cells.length > 0 && outcome.adapter === adapter;
}

/** Goes on with the last run of an experiment, with its own parameters. Returns the id of its events, or null if it cannot go on. */
export function goOnWithExperiment(name: string): number | null {
  const { latest } = resultsOf(experimentsStore.getState(), name);
  return latest && canGoOn(latest, runStore.getState().adapter?.adapter) ? begin(name, latest.params, latest) : null;
}

function begin(name: string, params: Params, last: ExperimentOutcome | null): number {
  const { adapter, software } = runStore.getState().adapter ?? { adapter: '', software: false };
  experimentsStore.setState(state => beginExperiment(state, name, params, { adapter, software }, last?.cells), true);
  const { experimentId } = experimentsStore.getState();
  const before = last && { cells: last.cells, seconds: last.seconds };
  send({ type: 'run_experiment', experimentId, name, params, before });
  return experimentId;
}

export function cancelExperiment(): void {
  if (experimentsStore.getState().running !== null) send({ type: 'cancel_experiment' });
}
