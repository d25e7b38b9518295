import { defineStep } from '../step';

/** As `shift_scan`: k, y, skip (D), B, C (D, N). state (D, N) is carried. */
export const shiftCell = defineStep({
  name: 'shift_cell',
  operands: ['k', 'B', 'C', 'skip', 'D', 'N', 'places', 'y'],
  twin({ k, B, C, skip, D, N, places, y }, { workspace, parameters, state }) {
    const kept = state(places, D * N);
    for (let d = 0; d < D; d++) {
      const input = workspace[k + d];
      let sum = parameters[skip + d] * input;
      for (let place = N - 1; place >= 0; place--) {
        const at = d * N + place;
        kept[at] = (place > 0 ? kept[at - 1] : 0) + parameters[B + at] * input;
        sum += parameters[C + at] * kept[at];
      }
      workspace[y + d] = sum;
    }
  },
});
