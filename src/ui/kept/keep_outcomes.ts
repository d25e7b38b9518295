import { experimentRun } from '../../lab/runs/experiment_run';
import type { RunStore } from '../../lab/runs/run_store';
import { type ExperimentOutcome, experimentsStore } from '../stores/experiments';
import { measurementStore } from '../stores/measurement';
import { runStore } from '../stores/run';
import { keepAtRest } from './keep_at_rest';
import { engineOf } from './run_of_race';

/** From now on each experiment that ends with rows is kept as a run of its own, which no later one replaces. */
export function keepOutcomes(store: Pick<RunStore, 'put'>): void {
  experimentsStore.subscribe((now, before) => {
    const name = before.running;
    if (name === null || before.outcomes[name]?.status !== 'running') return;
    // A new run of the same experiment leaves the one before among the earlier ones.
    const ended = [now.outcomes[name], now.earlier[name]].find(
      outcome => outcome?.asked === before.outcomes[name]?.asked && outcome?.status !== 'running',
    );
    if (ended && ended.rows.length > 0) void keep(store, name, ended);
  });
}

function keep(store: Pick<RunStore, 'put'>, name: string, outcome: ExperimentOutcome): Promise<void> {
  return keepAtRest(store, async () => {
    const { adapter } = runStore.getState();
    if (!adapter) return undefined;
    const [{ findExperiment }, { cellsOf, resultOf }] = await Promise.all([
      import('../../lab/experiments/registry'),
      import('../experiments/exports'),
    ]);
    const engine = engineOf(adapter, measurementStore.getState().inForce);
    return experimentRun(resultOf(name, outcome), findExperiment(name).title, engine, cellsOf(outcome));
  });
}
