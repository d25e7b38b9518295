import { quoted } from '../../quoted';
import { type Experiment, ExperimentError } from './experiment';
import { fixedStates } from './fixed_states';
import { inductionFormation } from './induction_formation';
import { lengthGeneralisation } from './length_generalisation';
import { mapOfMemories } from './map_of_memories';
import { recallFrontier } from './recall_frontier';
import { samplingCost } from './sampling_cost';
import { scaling } from './scaling';
import { selectiveCopyingTable } from './selective_copying_table';
import { shortThenLong } from './short_then_long';
import { stateTracking } from './state_tracking';
import { sweep } from './sweep';
import { trainingCost } from './training_cost';
import { vanishingGradients } from './vanishing_gradients';

/** Every experiment, in the order in which the page offers them. */
export const experiments: readonly Experiment[] = [
  mapOfMemories,
  lengthGeneralisation,
  stateTracking,
  samplingCost,
  trainingCost,
  selectiveCopyingTable,
  recallFrontier,
  scaling,
  vanishingGradients,
  inductionFormation,
  shortThenLong,
  fixedStates,
  sweep,
];

/** Throws ExperimentError naming the experiments there are. */
export function findExperiment(name: string): Experiment {
  const found = experiments.find(experiment => experiment.name === name);
  if (found) return found;
  const names = experiments.map(experiment => experiment.name).join(', ');
  throw new ExperimentError(`there is no experiment ${quoted(name)}; there are ${names}`);
}
