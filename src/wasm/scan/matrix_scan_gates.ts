import { at, loadSome, multiplyAdd, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** A unit is a head of a sequence. */
export function matrix_scan_gates(
  from: u32,
  to: u32,
  keys: usize,
  gates: usize,
  dkeys: usize,
  dgates: usize,
  L: u32,
  H: u32,
  G: u32,
  K: u32,
  key_stride: u32,
  q: u32,
  k: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const b = unit / H;
    const h = unit % H;
    const sharedBy = ((h * G) / H) * K;
    let later: f32 = 0;
    for (let t = L; t-- > 0; ) {
      const token = b * L + t;
      const row = at(keys, token * key_stride + sharedBy);
      const own = at(dkeys, (token * H + h) * 2 * K);
      let taken = f32x4.splat(0);
      let given = f32x4.splat(0);
      for (let i: u32 = 0; i < K; i += 4) {
        taken = multiplyAdd(loadSome(at(row, q + i), K - i), loadSome(at(own, i), K - i), taken);
        given = multiplyAdd(loadSome(at(row, k + i), K - i), loadSome(at(own, K + i), K - i), given);
      }
      const place = at(gates, token * 2 * H + H + h);
      const sum = sumLanes(given);
      later += sumLanes(taken) - load<f32>(place) * sum;
      store<f32>(at(dgates, token * 2 * H + h), later);
      store<f32>(at(dgates, token * 2 * H + H + h), sum);
    }
  }
}

/** A unit is a head of a sequence. */
export function matrix_scan_decays(
  from: u32,
  to: u32,
  keys: usize,
  dkeys: usize,
  dgates: usize,
  L: u32,
  H: u32,
  K: u32,
  key_stride: u32,
  q: u32,
  k: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    const b = unit / H;
    const h = unit % H;
    for (let i: u32 = 0; i < K; i += 4) {
      const some = K - i;
      let later = f32x4.splat(0);
      for (let t = L; t-- > 0; ) {
        const token = b * L + t;
        const row = at(keys, token * key_stride + h * K + i);
        const own = at(dkeys, (token * H + h) * 2 * K + i);
        later = multiplyAdd(loadSome(at(row, q), some), loadSome(own, some), later);
        later = subtractProduct(loadSome(at(row, k), some), loadSome(at(own, K), some), later);
        storeSome(at(dgates, (token * H + h) * K + i), later, some);
      }
    }
  }
}

export function matrix_scan_gates_units(B: u32, H: u32): u32 {
  return B * H;
}

export function matrix_scan_decays_units(B: u32, H: u32): u32 {
  return B * H;
}
