import { at } from '../shared/lanes';
import { cosineOf, sineOf } from '../shared/turn';

const LOWEST: f64 = 1e-4;

/** A unit is a lag. */
export function lag_features(from: u32, to: u32, y: usize, bands: u32, period: u32): void {
  for (let lag = from; lag < to; lag++) {
    const own = at(y, lag * (1 + 2 * bands));
    store<f32>(own, <f32>(<f64>lag / <f64>(period - 1)));
    for (let band: u32 = 0; band < bands; band++) {
      let frequency = LOWEST;
      if (band > 0) frequency += (<f64>band * (<f64>(bands - 1) - LOWEST)) / <f64>(bands - 1);
      const turns = (frequency * <f64>lag) / <f64>period;
      const turn = <u32>(<i64>((turns - floor<f64>(turns)) * 4294967296));
      store<f32>(at(own, 1 + band), cosineOf(turn));
      store<f32>(at(own, 1 + bands + band), -sineOf(turn));
    }
  }
}

export function lag_features_units(L: u32): u32 {
  return L;
}
