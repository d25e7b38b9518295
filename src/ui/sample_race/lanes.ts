import { type RunState, standing } from '../stores/run_state';
import type { Writing } from '../stores/writing';
import { tapeAt } from './tape_at';

/** A lane of the race of samples. */
export interface RacingLane {
  /** Place of its contender among those that are sampled. */
  readonly contender: number;
  readonly name: string;
  readonly naive: boolean;
  readonly writing: Writing;
}

/** The lanes that race, in the order of the page; none where the sample is no race. */
export function lanesOf(run: RunState): RacingLane[] {
  const { sampling } = run;
  if (!sampling || sampling.request.tokens === 0) return [];
  return standing(run).flatMap(({ name, writing, beside }, contender) => {
    const lane = (own: Writing | null, naive: boolean): RacingLane[] =>
      own && own.finish > 0 ? [{ contender, name: naive ? `${name}, naive` : name, naive, writing: own }] : [];
    return [...lane(writing, sampling.request.naive), ...lane(beside, true)];
  });
}

/** The time of the lane that had most of it, in milliseconds. */
export function raceTime(lanes: readonly RacingLane[]): number {
  return Math.max(0, ...lanes.map(timeOf).filter(Number.isFinite));
}

/** The time that a lane had, in milliseconds. */
export function timeOf({ writing }: RacingLane): number {
  return writing.tape.milliseconds.last;
}

export function hasFinished({ writing: { tape, finish } }: RacingLane): boolean {
  return tape.tokens.last >= finish;
}

/** Where a lane is in the race at a time, from 1; null: it has written nothing. */
export function placeOf(lane: RacingLane, lanes: readonly RacingLane[], time: number): number | null {
  const own = merit(lane, time);
  if (!(own.tokens > 0)) return null;
  return 1 + lanes.filter(other => isAhead(merit(other, time), own)).length;
}

/** Lanes that have written something, the first one first. */
export function inOrder(lanes: readonly RacingLane[], time: number): RacingLane[] {
  const placed = lanes.flatMap(lane => ({ lane, place: placeOf(lane, lanes, time) }));
  return placed
    .filter(({ place }) => place !== null)
    .sort((a, b) => Number(a.place) - Number(b.place))
    .map(({ lane }) => lane);
}

interface Merit {
  readonly tokens: number;
  /** Infinity: not yet. */
  readonly finished: number;
}

function merit(lane: RacingLane, time: number): Merit {
  const { tokens } = tapeAt(lane.writing.tape, time);
  return { tokens, finished: tokens >= lane.writing.finish ? timeOf(lane) : Number.POSITIVE_INFINITY };
}

function isAhead(a: Merit, b: Merit): boolean {
  if (a.finished !== b.finished) return a.finished < b.finished;
  return a.tokens > b.tokens;
}
