import { bilinear, bilinearMode } from '../../scan/bilinear_mode';
import { plus, scaled, times } from '../../scan/s4d_mode';
import { defineStep } from '../step';

/** As `pair_scan`: x, y (M), parameters of H heads. h (M, N/2, 2) is carried. */
export const pairCell = defineStep({
  name: 'pair_cell',
  operands: ['x', 'log_dt', 'inv_A_real', 'A_imag', 'B', 'C', 'skip', 'M', 'H', 'N', 'h', 'y'],
  twin({ x, skip, M, H, N, h, y, ...places }, { workspace, parameters, state }) {
    const own = {
      log_dt: parameters.subarray(places.log_dt),
      inv_A_real: parameters.subarray(places.inv_A_real),
      A_imag: parameters.subarray(places.A_imag),
      B: parameters.subarray(places.B),
      C: parameters.subarray(places.C),
    };
    const kept = state(h, M * N);
    for (let m = 0; m < M; m++) {
      const head = m % H;
      let sum = parameters[skip + head] * workspace[x + m];
      for (let n = 0; n < N / 2; n++) {
        const mode = bilinearMode(own, n, head, N);
        const { decay, input } = bilinear(mode);
        const at = m * N + 2 * n;
        const next = plus(times(decay, [kept[at], kept[at + 1]]), scaled(input, workspace[x + m]));
        kept.set(next, at);
        sum += 2 * times(mode.C, next)[0];
      }
      workspace[y + m] = sum;
    }
  },
});
