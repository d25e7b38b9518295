import type { Numbers } from '../../kernel';

/** Complex number as (re, im). */
export type Complex = readonly [number, number];

export function times(a: Complex, b: Complex): Complex {
  return [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
}

export function plus(a: Complex, b: Complex): Complex {
  return [a[0] + b[0], a[1] + b[1]];
}

export function scaled(a: Complex, by: number): Complex {
  return [a[0] * by, a[1] * by];
}

function over(a: Complex, b: Complex): Complex {
  return scaled(times(a, [b[0], -b[1]]), 1 / (b[0] ** 2 + b[1] ** 2));
}

/** One of the N/2 conjugate pairs of a channel, under zero-order hold with step dt. */
export interface Mode {
  readonly dt: number;
  readonly A: Complex;
  readonly C: Complex;
}

/** Numbers of a mode in the `modes` tensor (5, N/2, D): dt, A, C. */
export const MODE_NUMBERS = 5;

export function readMode(modes: Numbers, n: number, d: number, N: number, D: number): Mode {
  const at = (plane: number): number => modes[(plane * (N / 2) + n) * D + d];
  return { dt: at(0), A: [at(1), at(2)], C: [at(3), at(4)] };
}

/** The parameters of the modes: log_dt (D), C (D, N/2, 2), log_A_real and A_imag (D, N/2). */
export interface ModeParameters {
  readonly log_dt: Numbers;
  readonly C: Numbers;
  readonly log_A_real: Numbers;
  readonly A_imag: Numbers;
}

export function modeOf({ log_dt, C, log_A_real, A_imag }: ModeParameters, n: number, d: number, N: number): Mode {
  const at = (d * N) / 2 + n;
  return { dt: Math.exp(log_dt[d]), A: [-Math.exp(log_A_real[at]), A_imag[at]], C: [C[2 * at], C[2 * at + 1]] };
}

/** exp(dt A steps) */
export function power({ dt, A }: Mode, steps: number): Complex {
  const size = Math.exp(A[0] * dt * steps);
  return [size * Math.cos(A[1] * dt * steps), size * Math.sin(A[1] * dt * steps)];
}

/** Below this |dt A|², (exp(dt A) - 1) / A is computed by its series, since the difference would lose digits. */
const SERIES_END = 0.25;
const TERMS = 24;

/** (exp(dt A) - 1) / A */
export function hold(mode: Mode): Complex {
  const { dt, A } = mode;
  const m = scaled(A, dt);
  if (m[0] ** 2 + m[1] ** 2 >= SERIES_END) return over(plus(power(mode, 1), [-1, 0]), A);
  let sum: Complex = [1, 0];
  for (let k = TERMS; k > 1; k--) sum = plus([1, 0], scaled(times(sum, m), 1 / k));
  return scaled(sum, dt);
}

/** d hold / d A = (dt exp(dt A) - hold) / A */
export function holdSlope(mode: Mode): Complex {
  const { dt, A } = mode;
  const m = scaled(A, dt);
  if (m[0] ** 2 + m[1] ** 2 >= SERIES_END) return over(plus(scaled(power(mode, 1), dt), scaled(hold(mode), -1)), A);
  let sum: Complex = [0, 0];
  let term: Complex = [0.5, 0];
  for (let k = 0; k < TERMS; k++) {
    sum = plus(sum, scaled(term, k + 1));
    term = scaled(times(term, m), 1 / (k + 3));
  }
  return scaled(sum, dt * dt);
}
