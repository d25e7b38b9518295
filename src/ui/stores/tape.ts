import { type TapeColumns, tapeColumns, tapeColumnsOf } from '../../lab/sampling/tape';
import { Series } from './series';

/** The tape of a lane; it grows in place. */
export type Tape = TapeColumns<Series>;

export function emptyTape(): Tape {
  return tapeColumnsOf(() => new Series());
}

/** A tape with these points. */
export function tapeOf(points: TapeColumns<ArrayLike<number>>): Tape {
  const tape = emptyTape();
  for (const column of tapeColumns) tape[column].append(points[column]);
  return tape;
}

/** Adds a point, unless the lane is where it was. */
export function extendTape(tape: Tape, point: TapeColumns<number>): void {
  if (point.tokens === 0 || point.tokens === tape.tokens.last) return;
  for (const column of tapeColumns) tape[column].append([point[column]]);
}

/** Copies of at most `most` of its points, evenly spaced, the last one among them. */
export function pointsOf(tape: Tape, most = Number.POSITIVE_INFINITY): TapeColumns<number[]> {
  const { length } = tape.tokens;
  const count = Math.min(length, most);
  const kept = Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * length) / count) - 1);
  return tapeColumnsOf(column => kept.map(index => tape[column].at(index)));
}
