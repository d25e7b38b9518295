import { sigmoid, tanh } from '../shared/functions';
import { at, loadSome, storeSome } from '../shared/lanes';
import { PANEL, packColumns, packRows } from './panel';
import { multiply, SUMS } from './tile';

/** Rows that one packing of a panel serves. */
const BLOCK: u32 = 192;

function panels(width: u32): u32 {
  return (width + PANEL - 1) / PANEL;
}

/** Panels of six widths. */
function allPanels(a: u32, b: u32, c: u32, d: u32, e: u32, f: u32): u32 {
  return panels(a) + panels(b) + panels(c) + panels(d) + panels(e) + panels(f);
}

/** One of six weights, or of six widths. */
function chosen<T>(part: u32, a: T, b: T, c: T, d: T, e: T, f: T): T {
  if (part < 3) return part === 0 ? a : part === 1 ? b : c;
  return part === 3 ? d : part === 4 ? e : f;
}

/** A unit's part, first column of the result, and panel: found by counting the panels of the parts before it. */
let part: u32 = 0;
let column: u32 = 0;
let panel: u32 = 0;

/** Of a part of `width` columns there are `each` panels, or as many as hold them for 0. */
function passed(width: u32, each: u32): bool {
  const own = each ? each : panels(width);
  if (panel < own) return true;
  panel -= own;
  column += width;
  part++;
  return false;
}

function find(unit: u32, y: u32, each: u32, na: u32, nb: u32, nc: u32, nd: u32, ne: u32): void {
  part = 0;
  column = y;
  panel = unit;
  if (passed(na, each) || passed(nb, each) || passed(nc, each) || passed(nd, each)) return;
  passed(ne, each);
}

/** A unit is a block of rows and a panel of columns of the result of a part. */
export function part_products(
  from: u32,
  to: u32,
  scratch: usize,
  values: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  out: usize,
  rows: u32,
  K: u32,
  na: u32,
  nb: u32,
  nc: u32,
  nd: u32,
  ne: u32,
  nf: u32,
  turned: u32,
  stride: u32,
  y: u32,
  curved: u32,
  opened: u32,
): void {
  const all = allPanels(na, nb, nc, nd, ne, nf);
  const packed = scratch + SUMS;
  for (let unit = from; unit < to; unit++) {
    find(unit % all, y, 0, na, nb, nc, nd, ne);
    const width = chosen<u32>(part, na, nb, nc, nd, ne, nf);
    const weight = chosen<usize>(part, a, b, c, d, e, f);
    const m = (unit / all) * BLOCK;
    const height = min(BLOCK, rows - m);
    const n = panel * PANEL;
    const some = min(PANEL, width - n);
    if (part < turned) packRows(at(weight, n * K), K, K, some, packed);
    else packColumns(at(weight, n), width, K, some, packed);
    const left = at(values, (m * 6 + part) * K);
    const target = at(out, m * stride + column + n);
    multiply(left, (<usize>K * 6) << 2, 4, height, packed, K, some, target, (<usize>stride) << 2, false, scratch);
    if (part !== curved && part !== opened) continue;
    for (let row: u32 = 0; row < height; row++) {
      for (let i: u32 = 0; i < some; i += 4) {
        const place = at(target, row * stride + i);
        const own = loadSome(place, some - i);
        storeSome(place, part === curved ? tanh(own) : sigmoid(own), some - i);
      }
    }
  }
}

/** A unit is a block of rows and a panel of the K columns of a part. */
export function part_products_input(
  from: u32,
  to: u32,
  scratch: usize,
  dout: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  dvalues: usize,
  rows: u32,
  K: u32,
  na: u32,
  nb: u32,
  nc: u32,
  nd: u32,
  ne: u32,
  nf: u32,
  turned: u32,
  stride: u32,
  y: u32,
): void {
  const all = 6 * panels(K);
  const packed = scratch + SUMS;
  for (let unit = from; unit < to; unit++) {
    find(unit % all, y, panels(K), na, nb, nc, nd, ne);
    const width = chosen<u32>(part, na, nb, nc, nd, ne, nf);
    const weight = chosen<usize>(part, a, b, c, d, e, f);
    const m = (unit / all) * BLOCK;
    const height = min(BLOCK, rows - m);
    const k = panel * PANEL;
    const some = min(PANEL, K - k);
    if (part < turned) packColumns(at(weight, k), K, width, some, packed);
    else packRows(at(weight, k * width), width, width, some, packed);
    const left = at(dout, m * stride + column);
    const target = at(dvalues, (m * 6 + part) * K + k);
    const row = (<usize>stride) << 2;
    multiply(left, row, 4, height, packed, width, some, target, (<usize>K * 6) << 2, false, scratch);
  }
}

/** Columns that the gradient of a weight is cut into panels of: K for the parts before `turned`, their own for the others. */
function across(part: u32, turned: u32, K: u32, own: u32): u32 {
  return part < turned ? K : own;
}

/** A unit is a copy and a panel of the columns of a weight. */
export function part_products_weight(
  from: u32,
  to: u32,
  scratch: usize,
  values: usize,
  dout: usize,
  da: usize,
  db: usize,
  dc: usize,
  dd: usize,
  de: usize,
  df: usize,
  rows: u32,
  K: u32,
  na: u32,
  nb: u32,
  nc: u32,
  nd: u32,
  ne: u32,
  nf: u32,
  turned: u32,
  stride: u32,
  y: u32,
  chunk: u32,
): void {
  const ofA = across(0, turned, K, na);
  const ofB = across(1, turned, K, nb);
  const ofC = across(2, turned, K, nc);
  const ofD = across(3, turned, K, nd);
  const ofE = across(4, turned, K, ne);
  const ofF = across(5, turned, K, nf);
  const all = allPanels(ofA, ofB, ofC, ofD, ofE, ofF);
  const packed = scratch + SUMS;
  for (let unit = from; unit < to; unit++) {
    find(unit % all, 0, 0, ofA, ofB, ofC, ofD, ofE);
    const columns = chosen<u32>(part, ofA, ofB, ofC, ofD, ofE, ofF);
    const width = chosen<u32>(part, na, nb, nc, nd, ne, nf);
    const before = (part > 0 ? na : 0) + (part > 1 ? nb : 0) + (part > 2 ? nc : 0) + (part > 3 ? nd : 0);
    const first = y + before + (part > 4 ? ne : 0);
    const copy = unit / all;
    const start = copy * chunk;
    const steps = min(chunk, rows - start);
    const n = panel * PANEL;
    const some = min(PANEL, columns - n);
    const inputs = at(values, (start * 6 + part) * K);
    const outputs = at(dout, start * stride + first);
    const inputRow = (<usize>K * 6) << 2;
    const outputRow = (<usize>stride) << 2;
    const target = at(chosen<usize>(part, da, db, dc, dd, de, df), copy * K * width + n);
    if (part < turned) {
      packColumns(at(inputs, n), K * 6, steps, some, packed);
      multiply(outputs, 4, outputRow, width, packed, steps, some, target, (<usize>K) << 2, false, scratch);
    } else {
      packColumns(at(outputs, n), stride, steps, some, packed);
      multiply(inputs, 4, inputRow, K, packed, steps, some, target, (<usize>width) << 2, false, scratch);
    }
  }
}

export function part_products_units(rows: u32, na: u32, nb: u32, nc: u32, nd: u32, ne: u32, nf: u32): u32 {
  const all = allPanels(na, nb, nc, nd, ne, nf);
  return ((rows + BLOCK - 1) / BLOCK) * all;
}

export function part_products_input_units(rows: u32, K: u32): u32 {
  return ((rows + BLOCK - 1) / BLOCK) * 6 * panels(K);
}

export function part_products_weight_units(
  rows: u32,
  K: u32,
  na: u32,
  nb: u32,
  nc: u32,
  nd: u32,
  ne: u32,
  nf: u32,
  turned: u32,
  chunk: u32,
): u32 {
  const first = allPanels(across(0, turned, K, na), across(1, turned, K, nb), across(2, turned, K, nc), 0, 0, 0);
  const all = first + allPanels(across(3, turned, K, nd), across(4, turned, K, ne), across(5, turned, K, nf), 0, 0, 0);
  return ((rows + chunk - 1) / chunk) * all;
}

export function part_products_scratch(K: u32): u32 {
  return <u32>SUMS + 4 * PANEL * K;
}

export function part_products_input_scratch(na: u32, nb: u32, nc: u32, nd: u32, ne: u32, nf: u32): u32 {
  return <u32>SUMS + 4 * PANEL * max(max(max(na, nb), max(nc, nd)), max(ne, nf));
}

export function part_products_weight_scratch(chunk: u32): u32 {
  return <u32>SUMS + 4 * PANEL * chunk;
}
