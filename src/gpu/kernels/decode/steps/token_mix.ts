import { defineStep } from '../step';

/** As `token_mix`: x (D), shares a to f (D) -> y (6D). shift (D), the token before, is carried. */
export const tokenMix = defineStep({
  name: 'token_mix',
  operands: ['x', 'D', 'shift', 'a', 'b', 'c', 'd', 'e', 'f', 'y'],
  twin({ x, D, shift, a, b, c, d, e, f, y }, { workspace, parameters, state }) {
    const before = state(shift, D);
    for (let i = 0; i < D; i++) {
      const own = workspace[x + i];
      [a, b, c, d, e, f].forEach((share, part) => {
        workspace[y + part * D + i] = own + (before[i] - own) * parameters[share + i];
      });
      before[i] = own;
    }
  },
});
