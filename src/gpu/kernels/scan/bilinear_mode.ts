import type { Numbers } from '../../kernel';
import { type Complex, plus, scaled, times } from './s4d_mode';

/** One of the N/2 conjugate pairs of a head, under the bilinear rule with step dt. */
export interface BilinearMode {
  readonly dt: number;
  readonly A: Complex;
  readonly B: Complex;
  readonly C: Complex;
}

/** Numbers of a mode in the `modes` tensor (7, N/2, H): dt, A, B, C. */
export const BILINEAR_NUMBERS = 7;

/** log_dt (H); inv_A_real and A_imag (H, N/2); B (H, N/2, 2), C (1, H, N/2, 2). */
export type BilinearParameters = Readonly<Record<'log_dt' | 'inv_A_real' | 'A_imag' | 'B' | 'C', Numbers>>;

export function bilinearMode(own: BilinearParameters, n: number, h: number, N: number): BilinearMode {
  const at = (h * N) / 2 + n;
  return {
    dt: Math.exp(own.log_dt[h]),
    A: [-Math.exp(own.inv_A_real[at]), own.A_imag[at]],
    B: [own.B[2 * at], own.B[2 * at + 1]],
    C: [own.C[2 * at], own.C[2 * at + 1]],
  };
}

export function readBilinear(modes: Numbers, n: number, h: number, N: number, H: number): BilinearMode {
  const at = (plane: number): number => modes[(plane * (N / 2) + n) * H + h];
  return { dt: at(0), A: [at(1), at(2)], B: [at(3), at(4)], C: [at(5), at(6)] };
}

/** 1 / (1 - dt A / 2). Re A < 0, so it has no pole. */
export function inverse({ dt, A }: BilinearMode): Complex {
  const [re, im] = [1 - (dt * A[0]) / 2, (-dt * A[1]) / 2];
  return scaled([re, -im], 1 / (re ** 2 + im ** 2));
}

/** What a state keeps of itself, (1 + dt A / 2) / (1 - dt A / 2), and what it takes of its input, dt B / (1 - dt A / 2). */
export function bilinear(mode: BilinearMode): { readonly decay: Complex; readonly input: Complex } {
  const own = inverse(mode);
  return {
    decay: times(plus([1, 0], scaled(mode.A, mode.dt / 2)), own),
    input: scaled(times(mode.B, own), mode.dt),
  };
}
