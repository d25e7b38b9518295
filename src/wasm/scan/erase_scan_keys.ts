import { at, multiplyAdd, subtractProduct } from '../shared/lanes';
import { BLOCK, lanesOf, putLanes } from './delta_block';

/** Four of the 16 rows of S or of G that a unit takes: in `scratch` (V, 16), a lane is a row. `keys`, `fades`: those of these rows. */
function forwardFour(
  scratch: usize,
  keys: usize,
  part: u32,
  fades: usize,
  width: u32,
  lane: u32,
  held: usize,
  value: usize,
  dheld: usize,
  out: usize,
  V: u32,
  dkeys: usize,
): void {
  const gone = lanesOf(at(keys, 2 * part), lane, width);
  const own = lanesOf(at(keys, 3 * part), lane, width);
  const fade = lanesOf(fades, lane, width);
  let ofRead = f32x4.splat(0);
  let ofQuery = ofRead;
  for (let j: u32 = 0; j < V; j++) {
    const place = at(scratch, j * BLOCK + lane);
    const S = v128.load(place);
    ofRead = multiplyAdd(S, v128.load32_splat(at(dheld, j)), ofRead);
    const erased = subtractProduct(gone, v128.load32_splat(at(held, j)), f32x4.mul(fade, S));
    const next = multiplyAdd(own, v128.load32_splat(at(value, j)), erased);
    v128.store(place, next);
    ofQuery = multiplyAdd(next, v128.load32_splat(at(out, j)), ofQuery);
  }
  v128.store(dkeys, ofQuery);
  v128.store(at(dkeys, BLOCK), ofRead);
}

function backwardFour(
  scratch: usize,
  keys: usize,
  part: u32,
  fades: usize,
  width: u32,
  lane: u32,
  held: usize,
  value: usize,
  dheld: usize,
  out: usize,
  V: u32,
  dkeys: usize,
): void {
  const asked = lanesOf(keys, lane, width);
  const read = lanesOf(at(keys, part), lane, width);
  const fade = lanesOf(fades, lane, width);
  let ofErase = f32x4.splat(0);
  let ofKey = ofErase;
  for (let j: u32 = 0; j < V; j++) {
    const place = at(scratch, j * BLOCK + lane);
    const G = multiplyAdd(asked, v128.load32_splat(at(out, j)), v128.load(place));
    ofErase = subtractProduct(G, v128.load32_splat(at(held, j)), ofErase);
    ofKey = multiplyAdd(G, v128.load32_splat(at(value, j)), ofKey);
    v128.store(place, multiplyAdd(read, v128.load32_splat(at(dheld, j)), f32x4.mul(fade, G)));
  }
  v128.store(dkeys, ofErase);
  v128.store(at(dkeys, BLOCK), ofKey);
}

/** A unit is a head of a sequence and 16 rows, of S forward in time or of G backward. Scratch holds these rows, and two of gradients. */
export function erase_scan_keys(
  from: u32,
  to: u32,
  scratch: usize,
  keys: usize,
  gates: usize,
  errors: usize,
  derrors: usize,
  dy: usize,
  before: usize,
  dkeys: usize,
  L: u32,
  H: u32,
  K: u32,
  V: u32,
  carry: u32,
): void {
  const blocks = (K + BLOCK - 1) / BLOCK;
  const part = H * K;
  const pulls = at(scratch, V * BLOCK);
  for (let unit = from; unit < to; unit++) {
    const head = unit / 2 / blocks;
    const h = head % H;
    const first = ((unit / 2) % blocks) * BLOCK;
    const width = min(BLOCK, K - first);
    const backward = (unit & 1) === 1;
    memory.fill(scratch, 0, (<usize>(V * BLOCK)) << 2);
    for (let i: u32 = 0; carry !== 0 && !backward && i < width; i++) {
      const row = at(before, (head * K + first + i) * V);
      for (let j: u32 = 0; j < V; j++) store<f32>(at(scratch, j * BLOCK + i), load<f32>(at(row, j)));
    }
    for (let turn: u32 = 0; turn < L; turn++) {
      const token = (head / H) * L + (backward ? L - 1 - turn : turn);
      const own = token * 4 * part + h * K + first;
      const query = at(keys, own);
      const fades = at(gates, token * part + h * K + first);
      const held = at(errors, (token * 2 * H + h) * V);
      const value = at(held, H * V);
      const place = (token * H + h) * V;
      const dheld = at(derrors, place);
      const out = at(dy, place);
      for (let lane: u32 = 0; lane < width; lane += 4) {
        const to = at(pulls, lane);
        if (backward) backwardFour(scratch, query, part, fades, width, lane, held, value, dheld, out, V, to);
        else forwardFour(scratch, query, part, fades, width, lane, held, value, dheld, out, V, to);
      }
      for (let which: u32 = 0; which < 2; which++) {
        const pull = at(pulls, which * BLOCK);
        const target = at(dkeys, own + (backward ? 2 + which : which) * part);
        putLanes(target, width, v128.load(pull), v128.load(pull, 16), v128.load(pull, 32), v128.load(pull, 48));
      }
    }
  }
}

export function erase_scan_keys_units(B: u32, H: u32, K: u32): u32 {
  return 2 * B * H * ((K + BLOCK - 1) / BLOCK);
}

export function erase_scan_keys_scratch(V: u32): u32 {
  return 4 * (V + 2) * BLOCK;
}
