import type { Experiment } from '../../lab/experiments/experiment';
import { raceName } from '../../lab/runs/race_name';
import { whole } from '../format';
import type { ExperimentOutcome } from '../stores/experiments';
import { type RunState, raceStep } from '../stores/run_state';
import type { Origin } from './picture';

/** Where the numbers of a race come from; `step` is how far it was when they were measured, `seen` what of them is shown. */
export function originOfRun(run: RunState, step = raceStep(run), seen: readonly string[] = []): Origin {
  const { config, adapter } = run;
  const name = config ? raceName(config) : 'Race';
  const of = config ? ` of ${whole(config.training.steps)}` : '';
  return {
    about: [`${name}, step ${whole(step)}${of}`, ...seen].join(' · '),
    file: `${name} step ${step}`,
    config,
    adapter: adapter?.adapter ?? '',
  };
}

export function originOfExperiment(
  { name, title }: Pick<Experiment, 'name' | 'title'>,
  { params, adapter }: Pick<ExperimentOutcome, 'params' | 'adapter'>,
  seen: readonly string[] = [],
): Origin {
  return { about: [title, ...seen].join(' · '), file: name, config: { experiment: name, params }, adapter };
}
