import type { ParameterFigures } from '../lab/inspect/parameter_figures';
import { memberPlace } from './inspect_options';
import { parametersOf } from './parameters_of';
import { checkParameterOptions, type ParameterOptions } from './scripting_options';
import { runStore } from './stores/run';
import { byContender } from './stores/run_state';

export interface ParameterReport {
  readonly name: string;
  readonly seed: number;
  /** The step that the figures are about. */
  readonly step: number;
  /** In state-dict order; an empty list: no copy of a trained member is there yet. */
  readonly parameters: readonly ParameterFigures[];
}

/** The parameters of a contender as the page's table has them. Throws Error that says what to write. */
export async function parameters(given: ParameterOptions = {}): Promise<ParameterReport> {
  const options = checkParameterOptions(given);
  const run = runStore.getState();
  const place = memberPlace(
    'parameters',
    options,
    byContender(run).map(group => group.map(({ name }) => name)),
  );
  const found = parametersOf(place);
  const { name = '', seed = 0 } = run.members[place] ?? {};
  return { name, seed, step: found?.step ?? 0, parameters: found?.figures ?? [] };
}
