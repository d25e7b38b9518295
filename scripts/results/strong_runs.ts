import { inductionFormation } from './runs/induction_formation';
import { lengthGeneralisation } from './runs/length_generalisation';
import { mapOfMemories } from './runs/map_of_memories';
import { recallFrontier } from './runs/recall_frontier';
import { samplingCost } from './runs/sampling_cost';
import { scaling } from './runs/scaling';
import { selectiveCopying } from './runs/selective_copying';
import { stateTracking } from './runs/state_tracking';
import { trainingCost } from './runs/training_cost';
import { vanishingGradients } from './runs/vanishing_gradients';
import type { StrongRun } from './strong_run';

/** Every experiment at strength. */
export const strongRuns: readonly StrongRun[] = [
  mapOfMemories,
  lengthGeneralisation,
  selectiveCopying,
  recallFrontier,
  stateTracking,
  inductionFormation,
  scaling,
  trainingCost,
  samplingCost,
  vanishingGradients,
];
