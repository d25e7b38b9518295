import { ropeRows } from '../../attention/rope';
import { defineStep } from '../step';

/**
 * As `attention_decode`: qkv (3D), which is overwritten, y (D), caches (slots, D). `scores` (heads, chunk + 3) is for intermediate
 * results. `frequencies`: where those of the rotations are in the program's tables.
 */
export const attend = defineStep({
  name: 'attend',
  operands: ['qkv', 'D', 'heads', 'slots', 'key_cache', 'value_cache', 'frequencies', 'chunk', 'scores', 'y'],
  twin(operands, { workspace, state, tables, position }) {
    const { qkv, D, heads, slots, frequencies, y } = operands;
    const width = D / heads;
    const row = workspace.slice(qkv, qkv + 3 * D);
    const turns = tables.subarray(frequencies, frequencies + width + (width % 2));
    ropeRows(row, { count: 1, stride: 3 * D, offset: 0, width: 2 * D }, turns, width, () => position);
    const [keys, values] = [state(operands.key_cache, slots * D), state(operands.value_cache, slots * D)];
    keys.set(row.subarray(D, 2 * D), (position % slots) * D);
    values.set(row.subarray(2 * D), (position % slots) * D);
    const seen = Math.min(position + 1, slots);
    for (let first = 0; first < D; first += width) {
      const scores = Float64Array.from({ length: seen }, (_, slot) => {
        let score = 0;
        for (let i = first; i < first + width; i++) score += row[i] * keys[slot * D + i];
        return score / Math.sqrt(width);
      });
      const top = scores.reduce((most, score) => Math.max(most, score));
      const shares = scores.map(score => Math.exp(score - top));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (let i = first; i < first + width; i++) {
        workspace[y + i] = shares.reduce((sum, share, slot) => sum + share * values[slot * D + i], 0) / total;
      }
    }
  },
});
