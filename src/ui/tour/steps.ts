import type { TourStep } from './step';
import { attention } from './steps/attention';
import { cheapAttention } from './steps/cheap_attention';
import { convolution } from './steps/convolution';
import { generalisation } from './steps/generalisation';
import { operations } from './steps/operations';
import { recurrence } from './steps/recurrence';
import { selection } from './steps/selection';
import { timeInvariance } from './steps/time_invariance';

/** The argument of the review, one claim a step. */
export const steps: readonly TourStep[] = [
  recurrence,
  convolution,
  attention,
  cheapAttention,
  timeInvariance,
  selection,
  generalisation,
  operations,
];
