import { at, loadSome, storeSome } from '../shared/lanes';

/** Columns, or rows, of S that a unit takes at once: four times four lanes. */
export const BLOCK: u32 = 16;

/** Four elements from `lane` on of `width`; 0 for those that do not exist. */
export function lanesOf(from: usize, lane: u32, width: u32): v128 {
  if (lane + 4 <= width) return v128.load(at(from, lane));
  return lane < width ? loadSome(at(from, lane), width - lane) : f32x4.splat(0);
}

function putSomeLanes(to: usize, lane: u32, width: u32, lanes: v128): void {
  if (lane < width) storeSome(at(to, lane), lanes, width - lane);
}

/** Writes the first `width` of 16 elements. */
export function putLanes(to: usize, width: u32, a: v128, b: v128, c: v128, d: v128): void {
  putSomeLanes(to, 0, width, a);
  putSomeLanes(to, 4, width, b);
  putSomeLanes(to, 8, width, c);
  putSomeLanes(to, 12, width, d);
}

/** Adds the first `width` of 16 elements to what is there. */
export function addLanes(to: usize, width: u32, a: v128, b: v128, c: v128, d: v128): void {
  putSomeLanes(to, 0, width, f32x4.add(a, lanesOf(to, 0, width)));
  putSomeLanes(to, 4, width, f32x4.add(b, lanesOf(to, 4, width)));
  putSomeLanes(to, 8, width, f32x4.add(c, lanesOf(to, 8, width)));
  putSomeLanes(to, 12, width, f32x4.add(d, lanesOf(to, 12, width)));
}
