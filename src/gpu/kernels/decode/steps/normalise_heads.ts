import { defineStep } from '../step';

/** As `normalise_heads`: sums (heads, D / heads + 1), y (D). */
export const normaliseHeads = defineStep({
  name: 'normalise_heads',
  operands: ['sums', 'D', 'heads', 'eps', 'y'],
  twin({ sums, D, heads, eps, y }, { workspace }) {
    const d = D / heads;
    for (let i = 0; i < D; i++) {
      const head = Math.floor(i / d);
      workspace[y + i] = workspace[sums + i + head] / (workspace[sums + (head + 1) * (d + 1) - 1] + eps);
    }
  },
});
