import type { Idea } from '../stores/first_minute';
import { phaseOf, type RunState } from '../stores/run_state';
import { openTour } from '../stores/tour';
import { isAhead } from './ahead';
import { showCost, trainOnText } from './steps';

/** The button of an idea. */
export interface Next {
  readonly label: string;
  /** What the race shows is seen: it is time to go on. */
  readonly due: boolean;
  readonly able: boolean;
  readonly start: () => void;
}

export function nextOf(idea: Idea, run: RunState): Next {
  const phase = phaseOf(run);
  switch (idea) {
    case 'remember':
      return {
        label: 'Now on text',
        due: isAhead(run) || phase === 'finished',
        able: phase !== 'opening',
        start: trainOnText,
      };
    case 'parallel':
      return {
        label: 'Now how much a token costs',
        due: run.members.some(({ curve }) => curve.step.length > 0),
        able: run.loaded && phase !== 'failed',
        start: showCost,
      };
    case 'cost':
      return { label: 'The argument', due: run.sampling?.done === true, able: true, start: openTour };
    default:
      return idea satisfies never;
  }
}
