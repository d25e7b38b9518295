import { send } from './actions';
import { beginExperiment, experimentsStore, type Params } from './stores/experiments';
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
    return begin(experiment.name, checked instanceof Object ? { ...checked } : {});
  } catch (error) {
    experimentsStore.setState({ trouble: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

function begin(name: string, params: Params): number {
  const { adapter, software } = runStore.getState().adapter ?? { adapter: '', software: false };
  experimentsStore.setState(state => beginExperiment(state, name, params, { adapter, software }), true);
  const { experimentId } = experimentsStore.getState();
  send({ type: 'run_experiment', experimentId, name, params });
  return experimentId;
}

export function cancelExperiment(): void {
  if (experimentsStore.getState().running !== null) send({ type: 'cancel_experiment' });
}
