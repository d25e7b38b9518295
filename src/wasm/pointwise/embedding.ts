import { at } from '../shared/lanes';

function tokenAt(tokens: usize, index: u32, V: u32): u32 {
  return <u32>min<i32>(<i32>V - 1, max<i32>(0, load<i32>(at(tokens, index))));
}

export function embedding(
  from: u32,
  to: u32,
  tokens: usize,
  cursor: usize,
  weight: usize,
  y: usize,
  L: u32,
  D: u32,
  V: u32,
  capacity: u32,
  from_cursor: u32,
): void {
  const first: u32 = from_cursor ? <u32>max<i32>(0, load<i32>(cursor)) : 0;
  for (let row = from; row < to; row++) {
    const position = min(capacity - 1, first + (row % L));
    const token = tokenAt(tokens, (row / L) * capacity + position, V);
    memory.copy(at(y, row * D), at(weight, token * D), (<usize>D) << 2);
  }
}

export function embedding_backward(
  from: u32,
  to: u32,
  tokens: usize,
  dy: usize,
  dweight: usize,
  rows: u32,
  D: u32,
  V: u32,
  copies: u32,
): void {
  const span = (rows + copies - 1) / copies;
  for (let copy = from; copy < to; copy++) {
    const own = at(dweight, copy * V * D);
    memory.fill(own, 0, (<usize>(V * D)) << 2);
    for (let row = copy * span; row < min(rows, (copy + 1) * span); row++) {
      let target = at(own, tokenAt(tokens, row, V) * D);
      let source = at(dy, row * D);
      let d: u32 = 0;
      for (; d + 4 <= D; d += 4, target += 16, source += 16) {
        v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
      }
      for (; d < D; d++, target += 4, source += 4) store<f32>(target, load<f32>(target) + load<f32>(source));
    }
  }
}

export function embedding_units(B: u32, L: u32): u32 {
  return B * L;
}

export function embedding_backward_units(copies: u32): u32 {
  return copies;
}
