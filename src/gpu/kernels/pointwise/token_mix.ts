import { linearGrid } from '../../grid';
import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';

/** `padded`: a row of `values` before the first token of each sequence is that of the token before it; otherwise that is 0. */
const SIZES = u32('B', 'L', 'D', 'padded');

type Sizes = Readonly<Record<keyof typeof SIZES, number>>;

/** A token's numbers of column d, and those of the token before it. */
function pairAt(values: Numbers, { L, D, padded }: Sizes, row: number, d: number) {
  const [sequence, t] = [Math.floor(row / L), (row % L) + padded];
  const at = (sequence * (L + padded) + t) * D + d;
  return { own: values[at], before: t > 0 ? values[at - D] : 0 };
}

/** Rows of tokens behind that of the token before them: x (B, L, D), state (B, D) -> padded (B, L + 1, D). `state` becomes the last row. */
export const shiftIn = defineKernel({
  name: 'shift_in',
  buffers: { x: 'read', ...allOf('write', 'state', 'padded') },
  dims: u32('B', 'L', 'D'),
  grid: ({ B, L, D }) => linearGrid(B * (L + 1) * D, 64),
  reference({ x, state, padded }, { B, L, D }) {
    for (let b = 0; b < B; b++) {
      const [own, last] = [x.subarray(b * L * D, (b + 1) * L * D), state.subarray(b * D, (b + 1) * D)];
      padded.set(last, b * (L + 1) * D);
      padded.set(own, (b * (L + 1) + 1) * D);
      last.set(own.subarray((L - 1) * D));
    }
  },
});

/** Six mixtures of a token and the one before it, x + (x' - x) · share: values (B, L + padded, D), shares a … f (D) -> (B, L, 6D). */
export const tokenMix = defineKernel({
  name: 'token_mix',
  buffers: { ...allOf('read', 'values', 'a', 'b', 'c', 'd', 'e', 'f'), mixed: 'write' },
  dims: SIZES,
  grid: ({ B, L, D }) => linearGrid(B * L * D, 64),
  reference({ values, a, b, c, d, e, f, mixed }, dims) {
    const { B, L, D } = dims;
    for (let i = 0; i < B * L * D; i++) {
      const [row, column] = [Math.floor(i / D), i % D];
      const { own, before } = pairAt(values, dims, row, column);
      [a, b, c, d, e, f].forEach((share, part) => {
        mixed[(row * 6 + part) * D + column] = own + (before - own) * share[column];
      });
    }
  },
});

/** Adjoint of `token_mix` for the tokens: dmixed (B, L, 6D) -> dx (B, L, D). */
export const tokenMixInput = defineKernel({
  name: 'token_mix_input',
  buffers: { ...allOf('read', 'dmixed', 'a', 'b', 'c', 'd', 'e', 'f'), dx: 'accumulate' },
  dims: u32('B', 'L', 'D'),
  grid: ({ B, L, D }) => linearGrid(B * L * D, 64),
  reference({ dmixed, a, b, c, d, e, f }, { B, L, D }, put) {
    for (let i = 0; i < B * L * D; i++) {
      const [row, column] = [Math.floor(i / D), i % D];
      let sum = 0;
      [a, b, c, d, e, f].forEach((share, part) => {
        const at = (row * 6 + part) * D + column;
        sum += dmixed[at] * (1 - share[column]);
        if (row % L < L - 1) sum += dmixed[at + 6 * D] * share[column];
      });
      put.dx(i, sum);
    }
  },
});

/** Adjoint of `token_mix` for the shares: a copy of each (copies, D) for each `segment` of rows. */
export const tokenMixWeight = defineKernel({
  name: 'token_mix_weight',
  buffers: { ...allOf('read', 'values', 'dmixed'), ...allOf('write', 'da', 'db', 'dc', 'dd', 'de', 'df') },
  dims: { ...SIZES, ...u32('segment') },
  work: ({ B, L, D }) => B * L * D * 8,
  grid: ({ B, L, D, segment }) => linearGrid(Math.ceil((B * L) / segment) * D, 64),
  reference({ values, dmixed, da, db, dc, dd, de, df }, { segment, ...sizes }) {
    const { B, L, D } = sizes;
    [da, db, dc, dd, de, df].forEach((dshare, part) => {
      dshare.fill(0);
      for (let i = 0; i < B * L * D; i++) {
        const [row, column] = [Math.floor(i / D), i % D];
        const { own, before } = pairAt(values, sizes, row, column);
        dshare[Math.floor(row / segment) * D + column] += dmixed[(row * 6 + part) * D + column] * (before - own);
      }
    });
  },
});
