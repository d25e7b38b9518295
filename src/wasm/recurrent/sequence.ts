import { at, loadSome, storeSome } from '../shared/lanes';
import { SEQUENCES } from './product';

/** Numbers of a row of sums for so many columns: whole panels of eight. */
export function roomFor(columns: u32): u32 {
  return (columns + 7) & ~7;
}

/** Units of a kernel: up to four sequences each. */
export function unitsOf(B: u32): u32 {
  return (B + SEQUENCES - 1) / SEQUENCES;
}

/** Bytes of the forward panels of so many gates, of the sums, and of the carried state of `states` tensors. */
export function forwardBytes(gates: u32, states: u32, H: u32): u32 {
  const room = roomFor(gates * H);
  return 4 * (room * H + SEQUENCES * (room + states * H));
}

/** Bytes of the backward panels of so many gates, and of the gradients of `states` tensors. */
export function backwardBytes(gates: u32, states: u32, H: u32): u32 {
  return 4 * roomFor(H) * (gates * H + states * SEQUENCES);
}

/** The state that `count` sequences from `first` on begin with: what is carried, or zeros. */
export function begin(own: usize, carried: u32, state: usize, first: u32, count: u32, H: u32): void {
  const bytes = (<usize>(count * H)) << 2;
  if (carried) memory.copy(own, at(state, first * H), bytes);
  else memory.fill(own, 0, bytes);
}

/** Leaves the state of `count` sequences from `first` on, where it is carried. */
export function leave(own: usize, carried: u32, state: usize, first: u32, count: u32, H: u32): void {
  if (carried) memory.copy(at(state, first * H), own, (<usize>(count * H)) << 2);
}

/** Zeros for the gradients of `states` tensors of up to four sequences. */
export function clear(gradients: usize, states: u32, H: u32): void {
  memory.fill(gradients, 0, (<usize>(states * SEQUENCES * roomFor(H))) << 2);
}

/** Writes the output of up to four units of a token: h, and the residual where there is one. */
export function put(y: usize, h: v128, has_residual: u32, residual: usize, place: u32, count: u32): void {
  storeSome(at(y, place), has_residual ? f32x4.add(h, loadSome(at(residual, place), count)) : h, count);
}
