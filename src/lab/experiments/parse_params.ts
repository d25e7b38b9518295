import { firstIssue } from '../../first_issue';
import { type Experiment, ExperimentError } from './experiment';

/** Checks the parameters and fills in their defaults. Throws ExperimentError naming the key. */
export function parseParams<P>(experiment: Experiment<P>, params: unknown): P {
  const parsed = experiment.schema.safeParse(params ?? {});
  if (parsed.success) return parsed.data;
  throw new ExperimentError(`${experiment.name}, ${firstIssue(parsed.error.issues, 'parameters')}`);
}
