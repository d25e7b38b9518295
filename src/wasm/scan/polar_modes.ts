import { expOne } from '../shared/functions';
import { at } from '../shared/lanes';
import { cosineOf, sineOf } from '../shared/turn';
import { unitsOf } from './s4d_mode';

/** A unit of both is a mode. */
export function polar_modes(
  from: u32,
  to: u32,
  nu_log: usize,
  theta_log: usize,
  gamma_log: usize,
  modes: usize,
  N: u32,
): void {
  for (let n = from; n < to; n++) {
    const size = expOne(-expOne(load<f32>(at(nu_log, n))));
    const turn = unitsOf(1, <f64>expOne(load<f32>(at(theta_log, n))));
    store<f32>(at(modes, n), size * cosineOf(turn));
    store<f32>(at(modes, N + n), size * sineOf(turn));
    store<f32>(at(modes, 2 * N + n), expOne(load<f32>(at(gamma_log, n))));
  }
}

function total(sums: usize, plane: u32, B: u32, N: u32, n: u32): f32 {
  let sum: f32 = 0;
  for (let b: u32 = 0; b < B; b++) sum += load<f32>(at(sums, (5 * b + plane) * N + n));
  return sum;
}

export function polar_modes_backward(
  from: u32,
  to: u32,
  nu_log: usize,
  theta_log: usize,
  gamma_log: usize,
  sums: usize,
  dnu_log: usize,
  dtheta_log: usize,
  dgamma_log: usize,
  B: u32,
  N: u32,
): void {
  for (let n = from; n < to; n++) {
    store<f32>(at(dnu_log, n), -expOne(load<f32>(at(nu_log, n))) * total(sums, 0, B, N, n));
    store<f32>(at(dtheta_log, n), -expOne(load<f32>(at(theta_log, n))) * total(sums, 1, B, N, n));
    store<f32>(at(dgamma_log, n), expOne(load<f32>(at(gamma_log, n))) * total(sums, 2, B, N, n));
  }
}

export function polar_modes_units(N: u32): u32 {
  return N;
}

export function polar_modes_backward_units(N: u32): u32 {
  return N;
}
