import type { Slice } from '../slice';
import type { Parameter, Tape } from '../tape';
import { linear } from './linear';

/** Writes values (N) to columns `into` of every row; their gradient is the sum over rows. This is a linear layer with inputs of 1. */
export function sameRows(tape: Tape, values: Parameter, into: Slice): void {
  const of = { shape: [1], data: tape.constant('one', [1], Float32Array.of(1)) };
  const place = { stride: 0, offset: 0 };
  linear(tape, { of, rows: into.rows, width: 1, ...place, gradient: place }, values, { into });
}
