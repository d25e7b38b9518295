import { exp, logOne } from '../shared/functions';
import { at, loadSome, maxLanes, storeSome, sumLanes } from '../shared/lanes';

/** The target of a position that is not scored, as `IGNORED` of src/scored.ts. */
const IGNORED: i32 = -100;

export function cross_entropy(
  from: u32,
  to: u32,
  targets: usize,
  scoring: usize,
  logits: usize,
  losses: usize,
  V: u32,
  training: u32,
): void {
  for (let row = from; row < to; row++) {
    const own = at(logits, row * V);
    const answer = load<i32>(at(targets, row));
    const isScored = answer !== IGNORED;
    let tops = f32x4.splat(-Infinity);
    let v: u32 = 0;
    for (; v + 4 <= V; v += 4) tops = f32x4.pmax(tops, v128.load(at(own, v)));
    let top = maxLanes(tops);
    for (; v < V; v++) top = max(top, load<f32>(at(own, v)));
    let pick: u32 = 0;
    while (pick < V - 1 && load<f32>(at(own, pick)) < top) pick++;
    const shift = f32x4.splat(top);
    let sums = f32x4.splat(0);
    const whole = V & ~3;
    for (v = 0; v < whole; v += 4) sums = f32x4.add(sums, exp(f32x4.sub(v128.load(at(own, v)), shift)));
    let sum = sumLanes(sums);
    const rest = exp(f32x4.sub(loadSome(at(own, min(whole, V - 1)), V - whole), shift));
    if (V - whole > 0) sum += f32x4.extract_lane(rest, 0);
    if (V - whole > 1) sum += f32x4.extract_lane(rest, 1);
    if (V - whole > 2) sum += f32x4.extract_lane(rest, 2);
    store<f32>(at(losses, row * 2), isScored ? logOne(sum) + top - load<f32>(at(own, answer)) : 0);
    store<f32>(at(losses, row * 2 + 1), isScored ? <f32>(<i32>pick === answer) : -1);
    if (!training) continue;
    if (!isScored) {
      memory.fill(own, 0, (<usize>V) << 2);
      continue;
    }
    const weight = load<f32>(scoring);
    const scale = f32x4.splat(weight / sum);
    for (v = 0; v < V; v += 4) {
      storeSome(at(own, v), f32x4.mul(exp(f32x4.sub(loadSome(at(own, v), V - v), shift)), scale), V - v);
    }
    store<f32>(at(own, answer), load<f32>(at(own, answer)) - weight);
  }
}

export function loss_sum(
  from: u32,
  to: u32,
  losses: usize,
  scoring: usize,
  cursor: usize,
  results: usize,
  rows: u32,
  slots: u32,
): void {
  for (let unit = from; unit < to; unit++) {
    let loss: f64 = 0;
    let scored: u32 = 0;
    let right: u32 = 0;
    for (let row: u32 = 0; row < rows; row++) {
      loss += <f64>load<f32>(at(losses, row * 2));
      const verdict = load<f32>(at(losses, row * 2 + 1));
      scored += <u32>(verdict >= 0);
      right += <u32>(verdict > 0.5);
    }
    const own = at(results, (load<u32>(cursor) % slots) * 4);
    store<f32>(own, <f32>(loss * <f64>load<f32>(scoring)));
    store<f32>(own, <f32>scored, 4);
    store<f32>(own, <f32>right, 8);
    store<f32>(own, 0, 12);
  }
}

export function cross_entropy_units(rows: u32): u32 {
  return rows;
}

export function loss_sum_units(): u32 {
  return 1;
}
