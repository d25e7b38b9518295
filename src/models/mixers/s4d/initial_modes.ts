import type { Initialiser } from '../../initialise';
import { legsModes } from './legs';

/** Where A starts, by the names of Gu et al. 2022, table 1: S4D-Lin, S4D-Inv, S4D-LegS, and S4D-Real. */
export const INITS = ['lin', 'inv', 'legs', 'real'] as const;
type Init = (typeof INITS)[number];

/** A mode at the start. */
interface InitialMode {
  /** -Re A */
  readonly decay: number;
  /** Im A, in radians a unit of time. */
  readonly frequency: number;
  /** |B|. The mixer has no B: C, which is multiplied with it, starts larger by as much. Its phase is that of C, which is drawn. */
  readonly size: number;
}

/** The N/2 modes of a channel at the start. */
export function initialModes(init: Init, N: number): readonly InitialMode[] {
  const each = (mode: (n: number) => Omit<InitialMode, 'size'>): InitialMode[] =>
    Array.from({ length: N / 2 }, (_, n) => ({ ...mode(n), size: 1 }));
  switch (init) {
    case 'lin':
      return each(n => ({ decay: 0.5, frequency: Math.PI * n }));
    case 'inv':
      return each(n => ({ decay: 0.5, frequency: (N / Math.PI) * (N / (2 * n + 1) - 1) }));
    case 'legs':
      return legsModes(N).map(mode => ({ ...mode, decay: 0.5 }));
    case 'real':
      return each(n => ({ decay: n + 1, frequency: 0 }));
    default:
      return init satisfies never;
  }
}

/** Fills C (D, N/2, 2), log_A_real (D, N/2), and A_imag (D, N/2): every channel the same, except C, which is drawn. */
export function modeInitialisers(init: Init, N: number): Readonly<Record<'C' | 'log_A_real' | 'A_imag', Initialiser>> {
  const modes = initialModes(init, N);
  const fill =
    (of: (mode: InitialMode) => number): Initialiser =>
    values => {
      for (let i = 0; i < values.length; i++) values[i] = of(modes[i % modes.length]);
    };
  return {
    // Complex numbers of variance 1, so 1/2 each part, as torch draws them.
    C(values, random) {
      for (let i = 0; i < values.length; i++) {
        values[i] = random.normal() * Math.SQRT1_2 * modes[(i >> 1) % modes.length].size;
      }
    },
    log_A_real: fill(({ decay }) => Math.log(decay)),
    A_imag: fill(({ frequency }) => frequency),
  };
}
