import { describe, it } from 'vitest';
import { expectDecodeTwin, expectPiecesAlike } from '../support/attention_cache_twin';
import { expectAttentionTwin } from '../support/attention_twin';

/** Widths of heads and windows beside those of test/autodiff/attention and attention_cache: each width compiles shaders of its own. */
describe('attention', () => {
  it.each([
    // B, L, head dim, heads, window
    [2, 2, 4, 3, 2],
    [1, 37, 6, 2, 1],
    [1, 70, 32, 1, 70],
    [1, 131, 10, 3, 131],
    [1, 130, 64, 1, 66],
    [1, 70, 128, 2, 100],
    [2, 1, 4, 3, 1],
    [1, 151, 14, 2, 131],
    [1, 67, 24, 1, 3],
    [2, 37, 30, 2, 37],
    // Odd heads, and heads wider than registers.
    [2, 9, 1, 3, 9],
    [2, 37, 5, 1, 37],
    [1, 41, 7, 4, 20],
    [1, 35, 67, 1, 35],
    [2, 22, 200, 1, 22],
    [1, 9, 600, 1, 7],
  ])('GPU equals twin: B %i, L %i, heads of %i, %i of them, window %i', expectAttentionTwin);
});

describe('attention with carried keys and values', () => {
  it.each([
    // B, L, D, heads, window, slots
    [2, 23, 8, 2, undefined, 23],
    [2, 23, 8, 1, 5, 5],
    [1, 23, 4, 2, 1, 1],
    [1, 23, 64, 1, 30, 23],
    [2, 23, 6, 2, undefined, 23],
    [1, 23, 131, 1, undefined, 30],
  ])('pieces equal the whole: B %i, L %i, D %i, %i heads, window %s, %i slots', expectPiecesAlike);

  it.each([
    // B, head dim, heads, slots, position
    [1, 16, 4, 37, 1000],
    [1, 128, 1, 100, 71],
    [2, 1, 3, 9, 20],
    [1, 67, 1, 50, 30],
    [1, 1000, 1, 20, 3],
  ])('decode on the GPU equals twin: B %i, heads of %i, %i of them, %i slots, position %i', expectDecodeTwin);
});
