import { send } from './actions';
import { beginExperiment, experimentsStore, type Params } from './stores/experiments';
import { runStore } from './stores/run';
import { openWorkspace } from './stores/workspace';

/** Shows an experiment, with parameters filled in where they are given; nothing is started. */
export function openExperiment(name: string, params?: Params): void {
  experimentsStore.setState(state => ({
    chosen: name,
    params: params ? { ...state.params, [name]: params } : state.params,
  }));
  openWorkspace('experiments');
}

/**
 * Runs an experiment, that which is shown unless another is named, with the parameters that are set; training and sampling are paused
 * first. Returns the id that its events carry, or null where none was chosen.
 */
export function runExperiment(name = experimentsStore.getState().chosen): number | null {
  if (name === null) return null;
  const { adapter, software } = runStore.getState().adapter ?? { adapter: '', software: false };
  experimentsStore.setState(state => beginExperiment(state, name, { adapter, software }), true);
  const { experimentId, params } = experimentsStore.getState();
  send({ type: 'run_experiment', experimentId, name, params: params[name] ?? {} });
  return experimentId;
}

export function cancelExperiment(): void {
  if (experimentsStore.getState().running !== null) send({ type: 'cancel_experiment' });
}
