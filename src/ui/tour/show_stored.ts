import { parseParams } from '../../lab/experiments/parse_params';
import { findExperiment } from '../../lab/experiments/registry';
import { type ExperimentOutcome, experimentsStore } from '../stores/experiments';
import { type Evidence, placeWords } from './evidence';
import type { Action } from './step';

/** Draws the rows that come with the page where the experiment has no result of its own. */
export function showStored({ experiment, params }: Extract<Action, { kind: 'experiment' }>, stored: Evidence): void {
  const { outcomes, earlier } = experimentsStore.getState();
  if (outcomes[experiment] ?? earlier[experiment]) return;
  const known = findExperiment(experiment);
  const all = parseParams(known, params);
  const outcome: ExperimentOutcome = {
    asked: params,
    params: all instanceof Object ? { ...all } : {},
    adapter: placeWords(stored),
    software: false,
    status: 'finished',
    progress: 1,
    message: '',
    secondsLeft: null,
    seconds: stored.seconds,
    rows: stored.rows,
    cells: [],
    summary: known.summary(stored.rows, all),
    from: 'strong',
  };
  experimentsStore.setState({ outcomes: { ...outcomes, [experiment]: outcome } });
}
