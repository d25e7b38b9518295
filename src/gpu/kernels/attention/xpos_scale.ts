import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';
import { widthsOf } from './attention';

/** Tokens over which a pair fades by its factor, and what is added to its share of the head, as in torchscale. */
const TOKENS = 512;
const LEAST = 0.4;
/** Later positions count as this one: beyond, keys would leave the range of 32-bit floats. */
const LAST = 32768;

/** What a column of a token at a position is multiplied by: queries shrink, and keys grow, so a score falls with the distance. */
export function xposFactor(
  column: number,
  position: number,
  dims: { readonly D: number; readonly heads: number; readonly sharing: number },
): number {
  const { D, heads } = dims;
  if (column >= D + widthsOf(dims).keys) return 1;
  const d = D / heads;
  const pair = (column % d) % Math.ceil(d / 2);
  const share = ((2 * pair) / d + LEAST) / (1 + LEAST);
  return share ** (((column < D ? 1 : -1) * Math.min(position, LAST)) / TOKENS);
}

/** xPos (Sun et al. 2022) before rotary positions: qkv (B, L, row) times xposFactor -> out. cursor[0]: the first token's position. */
export const xposScale = defineKernel({
  name: 'xpos_scale',
  buffers: { qkv: 'read', cursor: 'read', out: 'write' },
  dims: u32('B', 'L', 'D', 'heads', 'sharing', 'from_cursor'),
  work: ({ B, L, D }) => B * L * D * 20,
  grid: ({ B, L, ...dims }) => linearGrid(B * L * widthsOf(dims).row, 64),
  reference({ qkv, cursor, out }, dims) {
    const { row } = widthsOf(dims);
    for (let at = 0; at < dims.B * dims.L * row; at++) {
      const position = (dims.from_cursor ? cursor[0] : 0) + (Math.floor(at / row) % dims.L);
      out[at] = qkv[at] * xposFactor(at % row, position, dims);
    }
  },
});

/** Adjoint of `xpos_scale` from position 0 on: dout -> dqkv. */
export const xposScaleBackward = defineKernel({
  name: 'xpos_scale_backward',
  buffers: { dout: 'read', dqkv: 'accumulate' },
  dims: u32('B', 'L', 'D', 'heads', 'sharing'),
  work: ({ B, L, D }) => B * L * D * 20,
  grid: ({ B, L, ...dims }) => linearGrid(B * L * widthsOf(dims).row, 64),
  reference({ dout }, dims, put) {
    const { row } = widthsOf(dims);
    for (let at = 0; at < dims.B * dims.L * row; at++) {
      put.dqkv(at, dout[at] * xposFactor(at % row, Math.floor(at / row) % dims.L, dims));
    }
  },
});
