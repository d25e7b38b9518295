import { defineKernel, u32 } from '../../kernel';

/**
 * stream (B, capacity) -> tokens (B, L): L tokens, the last of them the one at the cursor, but from position 0 on if fewer are known.
 * first[0]: the position of the first of them.
 */
export const gatherTokens = defineKernel({
  name: 'gather_tokens',
  buffers: { stream: 'read', cursor: 'read', tokens: 'write', first: 'write' },
  dims: u32('B', 'L', 'capacity'),
  grid: ({ B, L }) => [Math.ceil(L / 64), B, 1],
  reference({ stream, cursor, tokens, first }, { B, L, capacity }) {
    const start = Math.max(0, cursor[0] + 1 - L);
    first[0] = start;
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < L; i++) tokens[b * L + i] = stream[b * capacity + Math.min(start + i, capacity - 1)];
    }
  },
});
