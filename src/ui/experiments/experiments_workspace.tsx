import { experiments } from '../../lab/experiments/registry';
import { useExperiments } from '../stores/experiments';
import { ChosenExperiment } from './chosen_experiment';
import { ExperimentList } from './experiment_list';
import { keepOutcomes } from './outcome_storage';
import './experiments_workspace.css';

keepOutcomes();

/** Experiments that check claims: choose, run, and read the results. */
export function ExperimentsWorkspace() {
  const name = useExperiments(state => state.chosen);
  const chosen = experiments.find(experiment => experiment.name === name) ?? experiments[0];
  if (!chosen) return null;
  return (
    <div className="experiments-content">
      <ExperimentList chosen={chosen} />
      <ChosenExperiment key={chosen.name} experiment={chosen} />
    </div>
  );
}
