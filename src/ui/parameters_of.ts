import { membersOf } from '../lab/config/members';
import { modelOf } from '../lab/config/model_of';
import { type ParameterFigures, parameterFigures } from '../lab/inspect/parameter_figures';
import { snapshot } from './actions';
import { runStore } from './stores/run';

export interface ParametersAt {
  /** The step that the figures are about. */
  readonly step: number;
  readonly figures: readonly ParameterFigures[];
}

/** The parameters of a member of the race on the page, from its last copy of weights and moments; null: it has not trained, or there is no copy yet. */
export function parametersOf(place: number): ParametersAt | null {
  const { config, task } = runStore.getState();
  const trainer = snapshot()?.contenders[place]?.trainer;
  const member = config ? membersOf(config)[place] : undefined;
  if (!trainer || !member || !task) return null;
  const figures = parameterFigures(modelOf(member.config, task.vocabularySize), trainer, member.training);
  return figures.length === 0 ? null : { step: trainer.steps, figures };
}
