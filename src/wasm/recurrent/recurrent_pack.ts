import { at } from '../shared/lanes';

/** A unit of the launch is a unit of the cell. */
export function recurrent_pack(
  from: u32,
  to: u32,
  weight: usize,
  forward: usize,
  backward: usize,
  H: u32,
  gates: u32,
  both: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    for (let k: u32 = 0; k < H; k++) {
      for (let gate: u32 = 0; gate < 4; gate++) {
        const value = gate < gates ? load<f32>(at(weight, (gate * H + unit) * H + k)) : 0;
        store<f32>(at(forward, (k * H + unit) * 4 + gate), value);
        if (both) store<f32>(at(backward, (unit * H + k) * 4 + gate), value);
      }
    }
  }
}

export function recurrent_pack_units(H: u32): u32 {
  return H;
}
