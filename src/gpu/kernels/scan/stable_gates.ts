import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';
import { lanesOf } from '../lanes';

/** ln a where nothing is kept; e to this is 0. */
const NOTHING = -1e30;

/**
 * W columns of a row of `values` from x on, of which each of H heads has an input gate and a forget gate. Of a row of `cells`
 * (rows, cell_stride), 2H columns from `cell` on: i and then f of each head, and afterwards what `stable_gates` leaves there.
 */
const SUMS = u32('rows', 'W', 'H', 'stride', 'x', 'cell_stride', 'cell');

interface Sums {
  readonly rows: number;
  readonly W: number;
  readonly H: number;
}

const work = ({ rows, W, H }: Sums): number => rows * W * 2 * H;

/** The sums of the gates, i and f, with weights (H, W) and biases (H). */
export const stableGateSums = defineKernel({
  name: 'stable_gate_sums',
  buffers: { ...allOf('read', 'values', 'input', 'forget', 'input_bias', 'forget_bias'), cells: 'write' },
  dims: SUMS,
  work,
  grid: ({ rows, H }) => linearGrid(rows * 2 * H, 64),
  reference({ values, input, forget, input_bias, forget_bias, cells }, { rows, W, H, stride, x, cell_stride, cell }) {
    for (let row = 0; row < rows; row++) {
      const own = values.subarray(row * stride + x, row * stride + x + W);
      for (let h = 0; h < H; h++) {
        let [i, f] = [input_bias[h], forget_bias[h]];
        for (let k = 0; k < W; k++) {
          i += input[h * W + k] * own[k];
          f += forget[h * W + k] * own[k];
        }
        cells[row * cell_stride + cell + h] = i;
        cells[row * cell_stride + cell + H + h] = f;
      }
    }
  },
});

/** A head after a token, from the sums i and f, and m before it: ln of what is kept, what is written, m, and 1 - sigmoid(f). */
export function stableStep(i: number, f: number, before: number, isFirst: boolean) {
  const kept = before - softplus(-f);
  const m = isFirst ? i : Math.max(kept, i);
  return { kept: isFirst ? NOTHING : kept - m, written: Math.exp(i - m), m, open: isFirst ? 0 : sigmoid(-f) };
}

/**
 * Exponential gates (Beck et al. 2024) that m, the larger of what was kept and what is new, holds at most 1: ln a = ln sigmoid(f) + m - m',
 * w = scale · e^(i - m'), m' = max(ln sigmoid(f) + m, i). `gates` (B, L, 2H): ln a, then w. `cells` has i and f; afterwards m' and
 * 1 - sigmoid(f). With `carry`, `most` (B, H) is m before and after, and `cursor` the position of the first token.
 */
export const stableGates = defineKernel({
  name: 'stable_gates',
  buffers: { cursor: 'read', ...allOf('write', 'cells', 'gates', 'most') },
  dims: { ...u32('B', 'L', 'H', 'cell_stride', 'cell', 'carry'), scale: 'f32' },
  work: ({ B, L, H }) => B * L * H * 60,
  time: { steps: ({ L }) => L },
  grid: ({ B, H }) => linearGrid(B * H, 64),
  reference({ cursor, cells, gates, most }, { B, L, H, cell_stride, cell, carry, scale }) {
    for (let head = 0; head < B * H; head++) {
      const [b, h] = [Math.floor(head / H), head % H];
      let before = carry ? most[head] : 0;
      for (let t = 0; t < L; t++) {
        const at = (b * L + t) * cell_stride + cell + h;
        const isFirst = t === 0 && !(carry && cursor[0] > 0);
        const { kept, written, m, open } = stableStep(cells[at], cells[at + H], before, isFirst);
        const gate = (b * L + t) * 2 * H + h;
        [gates[gate], gates[gate + H]] = [kept, scale * written];
        [cells[at], cells[at + H]] = [m, open];
        before = m;
      }
      most[head] = before;
    }
  },
});

/**
 * Adjoint of `stable_gates`, from what `matrix_scan_backward` left in `dkeys` (B, L, H, 2K), the gradients of q and of w k, and the
 * gradient of m, columns dm of `drows` (B·L, d_stride): `dsums` (B, L, 2H), of i and then f. It goes backward in time as
 * `matrix_scan_gates` does; m takes its gradient to what it is the maximum of. `later` (B, H, 2) is for what later tokens leave.
 */
export const stableGatesBackward = defineKernel({
  name: 'stable_gates_backward',
  buffers: { ...allOf('read', 'keys', 'gates', 'dkeys', 'cells', 'drows'), dsums: 'overwrite', later: 'scratch' },
  dims: u32('B', 'L', 'H', 'G', 'K', 'key_stride', 'q', 'k', 'cell_stride', 'cell', 'd_stride', 'dm'),
  work: ({ B, L, H, K }) => B * L * H * K * 4,
  time: { steps: ({ L }) => L },
  constants: ({ K }) => ({ LANES: lanesOf(K) }),
  grid: ({ B, H }) => [H, B, 1],
  reference({ keys, gates, dkeys, cells, drows, dsums }, dims) {
    const { B, L, H, G, K, key_stride, q, k, cell_stride, cell, d_stride, dm } = dims;
    for (let head = 0; head < B * H; head++) {
      const [b, h] = [Math.floor(head / H), head % H];
      const sharedBy = Math.floor((h * G) / H) * K;
      let [ofDecay, ofMost] = [0, 0];
      for (let t = L - 1; t >= 0; t--) {
        const token = b * L + t;
        const [row, own, gate] = [token * key_stride + sharedBy, (token * H + h) * 2 * K, token * 2 * H + h];
        let [taken, given] = [0, 0];
        for (let i = 0; i < K; i++) {
          taken += keys[row + q + i] * dkeys[own + i];
          given += keys[row + k + i] * dkeys[own + K + i];
        }
        ofDecay += taken - gates[gate + H] * given;
        ofMost += drows[token * d_stride + dm + h];
        const isNew = gates[gate] < 0;
        dsums[gate] = gates[gate + H] * given + (isNew ? ofMost : 0);
        dsums[gate + H] = cells[token * cell_stride + cell + H + h] * (ofDecay + (isNew ? 0 : ofMost));
        if (isNew) ofMost = 0;
      }
    }
  },
});

/** Adjoint of `stable_gate_sums` for what the gates see: columns x of `dvalues` (rows, stride), from dsums (rows, 2H). */
export const stableGateInput = defineKernel({
  name: 'stable_gate_input',
  buffers: { ...allOf('read', 'dsums', 'input', 'forget'), dvalues: 'accumulate' },
  dims: u32('rows', 'W', 'H', 'stride', 'x'),
  work,
  grid: ({ rows, W }) => linearGrid(rows * W, 64),
  reference({ dsums, input, forget }, { rows, W, H, stride, x }, put) {
    for (let i = 0; i < rows * W; i++) {
      const [row, k] = [Math.floor(i / W), i % W];
      let sum = 0;
      for (let h = 0; h < H; h++) {
        const at = row * 2 * H + h;
        sum += dsums[at] * input[h * W + k] + dsums[at + H] * forget[h * W + k];
      }
      put.dvalues(row * stride + x + k, sum);
    }
  },
});

/** Adjoint of `stable_gate_sums` for its parameters: a copy of each for each `segment` of rows. */
export const stableGateWeight = defineKernel({
  name: 'stable_gate_weight',
  buffers: {
    ...allOf('read', 'values', 'dsums'),
    ...allOf('write', 'dinput', 'dforget', 'dinput_bias', 'dforget_bias'),
  },
  dims: u32('rows', 'W', 'H', 'stride', 'x', 'segment'),
  work,
  grid: ({ rows, W, H, segment }) => linearGrid(Math.ceil(rows / segment) * 2 * H * W, 64),
  reference({ values, dsums, dinput, dforget, dinput_bias, dforget_bias }, { rows, W, H, stride, x, segment }) {
    for (const sums of [dinput, dforget, dinput_bias, dforget_bias]) sums.fill(0);
    for (let row = 0; row < rows; row++) {
      const copy = Math.floor(row / segment) * H;
      for (let column = 0; column < 2 * H; column++) {
        const [ofWeight, ofBias] = column < H ? [dinput, dinput_bias] : [dforget, dforget_bias];
        const pull = dsums[row * 2 * H + column];
        const own = copy + (column % H);
        ofBias[own] += pull;
        for (let k = 0; k < W; k++) ofWeight[own * W + k] += pull * values[row * stride + x + k];
      }
    }
  },
});
