import { linearGrid } from '../../grid';
import { allOf, defineKernel, u32 } from '../../kernel';
import { type Complex, plus, scaled, times } from './s4d_mode';

const SIZES = u32('B', 'L', 'N', 'stride', 'b', 'h', 'carry');

/**
 * h[t] = λ h[t-1] + γ b[t] for N complex states whose λ and γ are the same at every token: modes (3, N) of polar_modes. Within `rows`
 * (B·L, stride), a complex number is two columns, N apart: columns b -> columns h, which get the conjugate of h, so that its product with
 * (re C, im C) is Re(C h). With `carry`, `state` (B, N, 2) is h before and after the call; otherwise h starts at zero.
 */
export const complexScan = defineKernel({
  name: 'complex_scan',
  buffers: { modes: 'read', rows: 'write', state: 'write' },
  dims: SIZES,
  work: ({ B, L, N }) => B * L * N * 16,
  time: { steps: ({ L }) => L },
  grid: ({ B, N }) => linearGrid(B * N, 64),
  reference({ modes, rows, state }, { B, L, N, stride, b, h, carry }) {
    for (let i = 0; i < B * N; i++) {
      const [sequence, n] = [Math.floor(i / N), i % N];
      const λ: Complex = [modes[n], modes[N + n]];
      const γ = modes[2 * N + n];
      let value: Complex = carry ? [state[2 * i], state[2 * i + 1]] : [0, 0];
      for (let t = 0; t < L; t++) {
        const at = (sequence * L + t) * stride + n;
        value = plus(times(λ, value), scaled([rows[at + b], rows[at + b + N]], γ));
        rows[at + h] = value[0];
        rows[at + h + N] = -value[1];
      }
      if (carry) state.set(value, 2 * i);
    }
  },
});

/**
 * Adjoint of `complex_scan`: columns dh of `drows` (B·L, d_stride) -> its columns db, and sums (B, 5, N) for polar_modes_backward. With
 * G the gradient of h: Σ Re(G* λ h[t-1]), Σ Im(G* λ h[t-1]), Σ Re(G* b); then two planes for the adjoint between parts. With `carry`,
 * `before` (B, N, 2) is h before the first token.
 */
export const complexScanBackward = defineKernel({
  name: 'complex_scan_backward',
  buffers: { ...allOf('read', 'modes', 'rows', 'before'), drows: 'overwrite', sums: 'write' },
  dims: { ...SIZES, ...u32('d_stride', 'db', 'dh') },
  work: ({ B, L, N }) => B * L * N * 32,
  time: { steps: ({ L }) => L },
  grid: ({ B, N }) => linearGrid(B * N, 64),
  reference({ modes, rows, before, drows, sums }, { B, L, N, stride, b, h, carry, d_stride, db, dh }) {
    for (let i = 0; i < B * N; i++) {
      const [sequence, n] = [Math.floor(i / N), i % N];
      const λ: Complex = [modes[n], modes[N + n]];
      const γ = modes[2 * N + n];
      let adjoint: Complex = [0, 0];
      const totals = [0, 0, 0];
      for (let t = L - 1; t >= 0; t--) {
        const at = (sequence * L + t) * stride + n;
        const own = (sequence * L + t) * d_stride + n;
        const earlier: Complex = t > 0 ? [rows[at - stride + h], -rows[at - stride + h + N]] : [0, 0];
        const first: Complex = carry ? [before[2 * i], before[2 * i + 1]] : [0, 0];
        const kept = times(λ, t > 0 ? earlier : first);
        const G = plus([drows[own + dh], -drows[own + dh + N]], adjoint);
        totals[0] += G[0] * kept[0] + G[1] * kept[1];
        totals[1] += G[0] * kept[1] - G[1] * kept[0];
        totals[2] += G[0] * rows[at + b] + G[1] * rows[at + b + N];
        drows[own + db] = γ * G[0];
        drows[own + db + N] = γ * G[1];
        adjoint = times([λ[0], -λ[1]], G);
      }
      [...totals, ...adjoint].forEach((value, plane) => {
        sums[(sequence * 5 + plane) * N + n] = value;
      });
    }
  },
});
