import { slopeOf, widthsOf } from '../../attention/attention';
import { ropeRows } from '../../attention/rope';
import { defineStep } from '../step';

/**
 * As `attention_decode`: qkv (row), which is overwritten, y (D), caches (slots, D / sharing). `scores` (heads, chunk + 3) is for intermediate
 * results. `frequencies`: where those of the rotations are in the program's tables.
 */
export const attend = defineStep({
  name: 'attend',
  operands: [
    'qkv',
    'D',
    'heads',
    'sharing',
    'alibi',
    'slots',
    'key_cache',
    'value_cache',
    'frequencies',
    'chunk',
    'scores',
    'y',
  ],
  twin(operands, { workspace, state, tables, position }) {
    const { qkv, D, heads, sharing, slots, frequencies, y } = operands;
    const width = D / heads;
    const { keys: stored, row: stride } = widthsOf(operands);
    const row = workspace.slice(qkv, qkv + stride);
    const turns = tables.subarray(frequencies, frequencies + width + (width % 2));
    ropeRows(row, { count: 1, stride, offset: 0, width: D + stored }, turns, width, () => position);
    const [keys, values] = [state(operands.key_cache, slots * stored), state(operands.value_cache, slots * stored)];
    keys.set(row.subarray(D, D + stored), (position % slots) * stored);
    values.set(row.subarray(D + stored), (position % slots) * stored);
    const seen = Math.min(position + 1, slots);
    for (let head = 0; head < heads; head++) {
      const [first, key] = [head * width, Math.floor(head / sharing) * width];
      const scores = Float64Array.from({ length: seen }, (_, slot) => {
        let score = 0;
        for (let i = 0; i < width; i++) score += row[first + i] * keys[slot * stored + key + i];
        const age = ((position % slots) + slots - slot) % slots;
        return score / Math.sqrt(width) - slopeOf(head, operands) * age;
      });
      const top = scores.reduce((most, score) => Math.max(most, score));
      const shares = scores.map(score => Math.exp(score - top));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (let i = 0; i < width; i++) {
        const sum = shares.reduce((all, share, slot) => all + share * values[slot * stored + key + i], 0);
        workspace[y + first + i] = sum / total;
      }
    }
  },
});
