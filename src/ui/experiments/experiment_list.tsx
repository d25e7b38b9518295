import type { Experiment } from '../../lab/experiments/experiment';
import { experiments } from '../../lab/experiments/registry';
import { openExperiment } from '../experiment_actions';
import { percent } from '../format';
import { Icon } from '../kit/icons';
import { Select } from '../kit/select';
import { useMedia } from '../media';
import { resultsOf, useExperiments } from '../stores/experiments';
import './experiment_list.css';

/** The experiments to choose from: a list where there is room beside the chosen one, else a menu. */
export function ExperimentList({ chosen }: { chosen: Experiment }) {
  const narrow = useMedia('(max-width: 799px)');
  if (narrow) {
    return (
      <Select
        label="Experiment"
        className="experiment-select"
        value={chosen.name}
        options={experiments.map(({ name, title, question }) => ({ value: name, label: title, about: question }))}
        onChange={name => openExperiment(name)}
      />
    );
  }
  return (
    <nav className="panel experiment-list" aria-label="Experiments">
      <ul>
        {experiments.map(experiment => (
          <li key={experiment.name}>
            <button
              type="button"
              className="experiment-choice"
              aria-current={experiment === chosen ? 'true' : undefined}
              onClick={() => openExperiment(experiment.name)}
            >
              <span className="experiment-title">
                {experiment.title}
                <Mark name={experiment.name} />
              </span>
              <span className="muted small">{experiment.question}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How far an experiment has come, or that it has results. */
function Mark({ name }: { name: string }) {
  const outcome = useExperiments(state => resultsOf(state, name).latest);
  const earlier = useExperiments(state => resultsOf(state, name).earlier);
  if (outcome?.status === 'running') {
    return <span className="experiment-mark muted number">{percent(outcome.progress)}</span>;
  }
  if (!earlier && (!outcome || outcome.rows.length === 0)) return null;
  return (
    <span className="experiment-mark muted">
      <Icon name="check" size={12} /> results
    </span>
  );
}
