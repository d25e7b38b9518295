import { allOf, defineKernel, u32 } from '../../kernel';

/** Integers of a tile: start and count in its page of the parameters, whether weight decay applies, first source, number of sources. */
export const TILE_FIELDS = 5;
/** Integers of a source: the element of `partials` for element 0 of the page (may be negative), stride between copies, copies. */
export const SOURCE_FIELDS = 3;

/**
 * Adds up all copies of all sources of a page: gradients (elements), and Σ gradients² of each of its tiles, which begin with `first`.
 * Tiles begin at multiples of four in the page, and so does the first copy of a source in `partials`.
 */
export const gradientSum = defineKernel({
  name: 'gradient_sum',
  buffers: { tiles: 'read', sources: 'read', partials: 'read', gradients: 'write', squares: 'write' },
  dims: u32('first', 'count'),
  grid: ({ count }) => [count, 1, 1],
  reference({ tiles, sources, partials, gradients, squares }, { first: begin, count }) {
    for (let tile = begin; tile < begin + count; tile++) {
      const [start, size, , first, many] = tiles.subarray(tile * TILE_FIELDS, (tile + 1) * TILE_FIELDS);
      let square = 0;
      for (let i = start; i < start + size; i++) {
        let sum = 0;
        for (let s = first; s < first + many; s++) {
          const [base, stride, copies] = sources.subarray(s * SOURCE_FIELDS, (s + 1) * SOURCE_FIELDS);
          for (let copy = 0; copy < copies; copy++) sum += partials[base + i + copy * stride];
        }
        gradients[i] = sum;
        square += sum * sum;
      }
      squares[tile] = square;
    }
  },
});

/** As torch.nn.utils.clip_grad_norm_. */
const CLIP_EPS = 1e-6;

/**
 * AdamW (Loshchilov and Hutter 2019), as torch.optim.AdamW, after clipping by the global norm, which is over `all` tiles. It updates
 * the `elements` parameters of a page, a multiple of four, which has `tiles` tiles from `first` on. Tiles begin at multiples of four.
 * hyper: lr, beta1, beta2, eps, weight decay, clip norm (0: none), 1 - beta1^t, 1 - beta2^t.
 * results[cursor % slots][3] gets the norm. If it is not finite, parameters and moments stay as they are.
 */
export const adamw = defineKernel({
  name: 'adamw',
  buffers: {
    ...allOf('read', 'tiles', 'squares', 'gradients', 'hyper', 'cursor'),
    ...allOf('write', 'parameters', 'moments', 'results'),
  },
  dims: u32('first', 'count', 'all', 'elements', 'slots'),
  grid: ({ count }) => [count, 1, 1],
  reference(buffers, { first: begin, count, all, elements, slots }) {
    const { tiles, squares, gradients, hyper, cursor, parameters, moments, results } = buffers;
    const [lr, beta1, beta2, eps, decay, clip, correction1, correction2] = hyper;
    let square = 0;
    for (let tile = 0; tile < all; tile++) square += squares[tile];
    const norm = Math.sqrt(square);
    results[(cursor[0] % slots) * 4 + 3] = norm;
    if (!Number.isFinite(norm)) return;
    const factor = clip > 0 ? Math.min(1, clip / (norm + CLIP_EPS)) : 1;
    for (let tile = begin; tile < begin + count; tile++) {
      const [start, size, decays] = tiles.subarray(tile * TILE_FIELDS, (tile + 1) * TILE_FIELDS);
      const keep = decays ? 1 - lr * decay : 1;
      for (let i = start; i < start + size; i++) {
        const gradient = gradients[i] * factor;
        const first = beta1 * moments[i] + (1 - beta1) * gradient;
        const second = beta2 * moments[elements + i] + (1 - beta2) * gradient * gradient;
        moments[i] = first;
        moments[elements + i] = second;
        const denominator = Math.sqrt(second) / Math.sqrt(correction2) + eps;
        parameters[i] = parameters[i] * keep - ((lr / correction1) * first) / denominator;
      }
    }
  },
});
