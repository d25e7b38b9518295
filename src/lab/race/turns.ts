/** What one contender has done so far with one of its seeds. */
export interface Progress {
  readonly steps: number;
  /** Of its own turns. */
  readonly seconds: number;
  /** Still has steps to do. */
  readonly active: boolean;
}

/** The contender with the next turn: the one furthest behind, in steps or in time; the first of equals. Undefined: all are done. */
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

/** GPU work of one turn, in milliseconds: short, so that the page never stutters and commands are answered soon. */
export const TURN_MILLISECONDS = 80;

/** Most steps of one turn, at any speed. */
export const MOST_STEPS = 32;

/** Steps of the next turn, from the time of a step; one while that is unknown. */
export function stepsOfTurn(millisecondsPerStep: number | undefined): number {
  if (millisecondsPerStep === undefined) return 1;
  return Math.max(1, Math.min(MOST_STEPS, Math.floor(TURN_MILLISECONDS / Math.max(millisecondsPerStep, 0.01))));
}
