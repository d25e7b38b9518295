import { at, loadSome, storeSome } from '../shared/lanes';

/** A unit is one of the six tensors. */
export function join(
  from: u32,
  to: u32,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  whole: usize,
  na: u32,
  nb: u32,
  nc: u32,
  nd: u32,
  ne: u32,
  nf: u32,
): void {
  const toC = na + nb;
  const toD = toC + nc;
  const toE = toD + nd;
  for (let unit = from; unit < to; unit++) {
    if (unit === 0) memory.copy(whole, a, (<usize>na) << 2);
    else if (unit === 1) memory.copy(at(whole, na), b, (<usize>nb) << 2);
    else if (unit === 2) memory.copy(at(whole, toC), c, (<usize>nc) << 2);
    else if (unit === 3) memory.copy(at(whole, toD), d, (<usize>nd) << 2);
    else if (unit === 4) memory.copy(at(whole, toE), e, (<usize>ne) << 2);
    else memory.copy(at(whole, toE + ne), f, (<usize>nf) << 2);
  }
}

/** Adds up `count` elements of all copies, from `first` on. */
function take(dwhole: usize, size: u32, copies: u32, first: u32, part: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i += 4) {
    const some = count - i;
    let sum = f32x4.splat(0);
    for (let copy: u32 = 0; copy < copies; copy++) {
      sum = f32x4.add(sum, loadSome(at(dwhole, copy * size + first + i), some));
    }
    storeSome(at(part, i), sum, some);
  }
}

/** A unit is one of the six tensors. */
export function join_backward(
  from: u32,
  to: u32,
  dwhole: usize,
  da: usize,
  db: usize,
  dc: usize,
  dd: usize,
  de: usize,
  df: usize,
  na: u32,
  nb: u32,
  nc: u32,
  nd: u32,
  ne: u32,
  nf: u32,
  copies: u32,
): void {
  const toC = na + nb;
  const toD = toC + nc;
  const toE = toD + nd;
  const toF = toE + ne;
  const size = toF + nf;
  for (let unit = from; unit < to; unit++) {
    if (unit === 0) take(dwhole, size, copies, 0, da, na);
    else if (unit === 1) take(dwhole, size, copies, na, db, nb);
    else if (unit === 2) take(dwhole, size, copies, toC, dc, nc);
    else if (unit === 3) take(dwhole, size, copies, toD, dd, nd);
    else if (unit === 4) take(dwhole, size, copies, toE, de, ne);
    else take(dwhole, size, copies, toF, df, nf);
  }
}

export function join_units(): u32 {
  return 6;
}

export function join_backward_units(): u32 {
  return 6;
}
