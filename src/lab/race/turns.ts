/** What one contender has done so far. */
export interface Progress {
  readonly steps: number;
  /** Of its own turns. */
  readonly seconds: number;
  /** Still has steps to do. */
  readonly active: boolean;
}

/** Whose turn is next: the contender that is furthest behind, in steps or in time; the first of equals. Undefined: all are done. */
export function nextTurn(contenders: readonly Progress[], by: 'steps' | 'time'): number | undefined {
  let next: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  contenders.forEach(({ active, steps, seconds }, index) => {
    const done = by === 'steps' ? steps : seconds;
    if (active && done < least) {
      least = done;
      next = index;
    }
  });
  return next;
}

/** GPU work of one turn, in milliseconds: short enough that the page never stutters and commands are heard soon. */
export const TURN_MILLISECONDS = 80;

/** Most steps of one turn, whatever their speed. */
export const MOST_STEPS = 32;

/** Steps of the next turn, from what a step took; one while nothing is known. */
export function stepsOfTurn(millisecondsPerStep: number | undefined): number {
  if (millisecondsPerStep === undefined) return 1;
  return Math.max(1, Math.min(MOST_STEPS, Math.floor(TURN_MILLISECONDS / Math.max(millisecondsPerStep, 0.01))));
}
