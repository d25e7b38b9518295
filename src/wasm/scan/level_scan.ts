import { expOne } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome, sumLanes } from '../shared/lanes';

/** The level that the lower ones are merged into before the token at a position. */
function targetOf(position: u32, levels: u32): u32 {
  return position === 0 ? 0 : min(levels - 1, 1 + ctz(position));
}

/** A bit for each level that holds anything at a token. */
function heldAt(position: u32, levels: u32): u32 {
  const top = levels - 1;
  const lower = ((position << 1) | 1) & ((1 << top) - 1);
  return position >> (top - 1) ? lower | (1 << top) : lower;
}

/** Adds the levels below `target`, lines of `count` numbers `step` bytes apart, to it, and clears them. */
function merge(line: usize, step: usize, target: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i += 4) {
    const some = count - i;
    let place = at(line, i);
    let sum = f32x4.splat(0);
    for (let l: u32 = 0; l < target; l++, place += step) {
      sum = f32x4.add(sum, loadSome(place, some));
      storeSome(place, f32x4.splat(0), some);
    }
    storeSome(place, f32x4.add(loadSome(place, some), sum), some);
  }
}

/** A unit is a head of a sequence, and 16 rows of S. */
const ROWS: u32 = 16;

export function level_scan(
  from: u32,
  to: u32,
  rows: usize,
  gates: usize,
  cursor: usize,
  state: usize,
  y: usize,
  L: u32,
  H: u32,
  G: u32,
  K: u32,
  V: u32,
  levels: u32,
  stride: u32,
  q: u32,
  k: u32,
  v: u32,
  weights: u32,
  carry: u32,
): void {
  const blocks = (V + ROWS - 1) / ROWS;
  const step = (<usize>(H * V * K)) << 2;
  const before: u32 = carry ? load<u32>(cursor) : 0;
  for (let unit = from; unit < to; unit++) {
    const head = unit / blocks;
    const b = head / H;
    const h = head % H;
    const first = (unit % blocks) * ROWS;
    const last = min(V, first + ROWS);
    const sharedBy = ((h * G) / H) * K;
    const S = at(state, (b * levels * H + h) * V * K);
    for (let l: u32 = 0; l < levels && carry === 0; l++) {
      memory.fill(at(S, first * K) + step * l, 0, (<usize>((last - first) * K)) << 2);
    }
    for (let t: u32 = 0; t < L; t++) {
      const token = b * L + t;
      const own = at(rows, token * stride);
      const target = targetOf(before + t, levels);
      const held = heldAt(before + t, levels);
      const kept = f32x4.splat(expOne(load<f32>(at(gates, token * 2 * H + h))));
      const written = load<f32>(at(gates, token * 2 * H + H + h));
      const shares = at(own, weights + h * levels);
      const query = at(own, q + sharedBy);
      for (let row = first; row < last; row++) {
        const line = at(S, row * K);
        if (target > 0) merge(line, step, target, K);
        const value = f32x4.splat(written * load<f32>(at(own, v + h * V + row)));
        const newest = v128.load32_splat(shares);
        let sum = f32x4.splat(0);
        for (let i: u32 = 0; i < K; i += 4) {
          const lanes = f32x4.mul(value, loadSome(at(own, k + sharedBy + i), K - i));
          storeSome(at(line, i), lanes, K - i);
          sum = multiplyAdd(f32x4.mul(newest, lanes), loadSome(at(query, i), K - i), sum);
        }
        for (let l: u32 = 1; l < levels; l++) {
          if (((held >> l) & 1) === 0) continue;
          const share = v128.load32_splat(at(shares, l));
          for (let i: u32 = 0; i < K; i += 4) {
            const place = at(line, i) + step * l;
            const lanes = f32x4.mul(loadSome(place, K - i), kept);
            storeSome(place, lanes, K - i);
            sum = multiplyAdd(f32x4.mul(share, lanes), loadSome(at(query, i), K - i), sum);
          }
        }
        store<f32>(at(y, (token * H + h) * V + row), sumLanes(sum));
      }
    }
  }
}

/** A unit is a head of a sequence. Scratch holds the levels of S, and then of its adjoint, (K, V) each, and three rows. */
export function level_scan_backward(
  from: u32,
  to: u32,
  scratch: usize,
  rows: usize,
  gates: usize,
  dy: usize,
  dkeys: usize,
  dweights: usize,
  drows: usize,
  L: u32,
  H: u32,
  G: u32,
  K: u32,
  V: u32,
  levels: u32,
  stride: u32,
  q: u32,
  k: u32,
  v: u32,
  weights: u32,
  d_stride: u32,
  dv: u32,
  accumulate: u32,
): void {
  const room = (V + 3) & ~3;
  const step = (<usize>(K * room)) << 2;
  const pulled = scratch + step * levels;
  const value = at(pulled, room);
  const out = at(value, room);
  for (let unit = from; unit < to; unit++) {
    const b = unit / H;
    const h = unit % H;
    const sharedBy = ((h * G) / H) * K;
    memory.fill(scratch, 0, step * levels);
    for (let t: u32 = 0; t < L; t++) {
      const token = b * L + t;
      const own = at(rows, token * stride);
      const target = targetOf(t, levels);
      const held = heldAt(t, levels);
      const kept = f32x4.splat(expOne(load<f32>(at(gates, token * 2 * H + h))));
      const written = load<f32>(at(gates, token * 2 * H + H + h));
      const shares = at(own, weights + h * levels);
      const given = at(dweights, (token * H + h) * levels * K);
      copyRow(at(own, v + h * V), V, value);
      copyRow(at(dy, (token * H + h) * V), V, out);
      memory.fill(given, 0, (<usize>(levels * K)) << 2);
      for (let i: u32 = 0; i < K; i++) {
        const line = at(scratch, i * room);
        const asked = load<f32>(at(own, q + sharedBy + i));
        if (target > 0) merge(line, step, target, room);
        const fresh = f32x4.splat(written * load<f32>(at(own, k + sharedBy + i)));
        let total: f32 = 0;
        for (let l: u32 = 0; l < levels; l++) {
          if (((held >> l) & 1) === 0) continue;
          let place = line + step * l;
          let sum = f32x4.splat(0);
          for (let j: u32 = 0; j < room; j += 4, place += 16) {
            const lanes = l === 0 ? f32x4.mul(fresh, v128.load(at(value, j))) : f32x4.mul(v128.load(place), kept);
            v128.store(place, lanes);
            sum = multiplyAdd(lanes, v128.load(at(out, j)), sum);
          }
          const read = sumLanes(sum);
          total += load<f32>(at(shares, l)) * read;
          store<f32>(at(given, l * K + i), asked * read);
        }
        store<f32>(at(dkeys, (token * H + h) * 2 * K + i), total);
      }
    }
    memory.fill(scratch, 0, step * levels);
    for (let t = L; t-- > 0; ) {
      const token = b * L + t;
      const own = at(rows, token * stride);
      const target = targetOf(t, levels);
      const held = heldAt(t, levels);
      const kept = f32x4.splat(expOne(load<f32>(at(gates, token * 2 * H + h))));
      const written = f32x4.splat(load<f32>(at(gates, token * 2 * H + H + h)));
      const shares = at(own, weights + h * levels);
      copyRow(at(own, v + h * V), V, value);
      copyRow(at(dy, (token * H + h) * V), V, out);
      memory.fill(pulled, 0, (<usize>room) << 2);
      for (let i: u32 = 0; i < K; i++) {
        const line = at(scratch, i * room);
        const asked = load<f32>(at(own, q + sharedBy + i));
        const key = v128.load32_splat(at(own, k + sharedBy + i));
        const newest = f32x4.splat(asked * load<f32>(shares));
        let sum = f32x4.splat(0);
        for (let j: u32 = 0; j < room; j += 4) {
          const lanes = multiplyAdd(newest, v128.load(at(out, j)), v128.load(at(line, j)));
          sum = multiplyAdd(lanes, v128.load(at(value, j)), sum);
          v128.store(at(pulled, j), multiplyAdd(lanes, key, v128.load(at(pulled, j))));
        }
        for (let l: u32 = 1; l < levels; l++) {
          // What is empty gets its gradient anew where it is merged next.
          if (((held >> l) & 1) === 0) continue;
          const share = f32x4.splat(asked * load<f32>(at(shares, l)));
          let place = line + step * l;
          for (let j: u32 = 0; j < room; j += 4, place += 16) {
            v128.store(place, f32x4.mul(multiplyAdd(share, v128.load(at(out, j)), v128.load(place)), kept));
          }
        }
        for (let l: u32 = 0; l < target; l++) memory.copy(line + step * l, line + step * target, (<usize>room) << 2);
        store<f32>(at(dkeys, (token * H + h) * 2 * K + K + i), sumLanes(sum));
      }
      for (let j: u32 = 0; j < V; j += 4) {
        const place = at(drows, token * d_stride + dv + h * V + j);
        putSome(place, f32x4.mul(written, v128.load(at(pulled, j))), V - j, accumulate !== 0);
      }
    }
  }
}

/** Copies `count` numbers to a row with room for whole lanes, zeros behind them. */
function copyRow(from: usize, count: u32, to: usize): void {
  for (let j: u32 = 0; j < count; j += 4) v128.store(at(to, j), loadSome(at(from, j), count - j));
}

export function level_scan_units(B: u32, H: u32, V: u32): u32 {
  return B * H * ((V + ROWS - 1) / ROWS);
}

export function level_scan_backward_units(B: u32, H: u32): u32 {
  return B * H;
}

export function level_scan_backward_scratch(K: u32, V: u32, levels: u32): u32 {
  return 4 * (K * levels + 3) * ((V + 3) & ~3);
}
