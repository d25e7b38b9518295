import type { TourStep } from './step';
import { attention } from './steps/attention';
import { cheapAttention } from './steps/cheap_attention';
import { convolution } from './steps/convolution';
import { forerunners } from './steps/forerunners';
import { generalisation } from './steps/generalisation';
import { induction } from './steps/induction';
import { logLinear } from './steps/log_linear';
import { musicAndSound } from './steps/music_and_sound';
import { operations } from './steps/operations';
import { recurrence } from './steps/recurrence';
import { selection } from './steps/selection';
import { shortThenLong } from './steps/short_then_long';
import { timeInvariance } from './steps/time_invariance';

/** The argument, one claim of the review a step, in the order in which each builds on the one before. */
export const steps: readonly TourStep[] = [
  recurrence,
  convolution,
  attention,
  cheapAttention,
  logLinear,
  timeInvariance,
  forerunners,
  selection,
  generalisation,
  induction,
  operations,
  shortThenLong,
  musicAndSound,
];
