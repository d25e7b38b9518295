import { type TapeColumns, tapeColumnsOf } from '../../lab/sampling/tape';
import type { Tape } from '../stores/tape';

/** Where a lane was after so many milliseconds, between two turns in proportion. All NaN: it has written nothing. */
export function tapeAt(tape: Tape, milliseconds: number): TapeColumns<number> {
  return tapeColumnsOf(column => Math.floor(valueAt(tape, column, milliseconds)));
}

/** Tokens a second at a time, over the tenth of the time before it. NaN: it has written nothing. */
export function speedAt(tape: Tape, milliseconds: number): number {
  const to = Math.min(milliseconds, tape.milliseconds.last);
  const from = 0.9 * to;
  return (1000 * (valueAt(tape, 'tokens', to) - valueAt(tape, 'tokens', from))) / (to - from);
}

/** Tokens a second over the whole tape: what its tokens and its time, which stand beside it at the finish, give. NaN: it has written nothing. */
export function meanSpeed({ tokens, milliseconds }: Tape): number {
  return (1000 * tokens.last) / milliseconds.last;
}

function valueAt(tape: Tape, column: keyof Tape, time: number): number {
  const { milliseconds } = tape;
  const next = firstAfter(milliseconds.view(), time);
  if (next === milliseconds.length) return tape[column].last;
  const before = next === 0 ? 0 : milliseconds.at(next - 1);
  const from = next === 0 ? startOf(tape, column) : tape[column].at(next - 1);
  return from + ((time - before) / (milliseconds.at(next) - before)) * (tape[column].at(next) - from);
}

/** The value before the first turn. */
function startOf({ position, tokens, bytes }: Tape, column: keyof Tape): number {
  if (column === 'position') return position.at(0) - tokens.at(0);
  return column === 'bytes' ? bytes.at(0) : 0;
}

/** Index of the first value above `limit`, of values that never fall. */
function firstAfter(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
