import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hold, modeOf, power, times } from '../../../src/gpu/kernels/scan/s4d_mode';
import { bindBlock } from '../../../src/models/block';
import { INITS, initialModes } from '../../../src/models/mixers/s4d/initial_modes';
import { goldenCases } from '../../support/golden';
import { expectClose } from '../../support/numbers';

const config = z.looseObject({ init: z.string(), d_state: z.int(), length: z.int() });
const SAME = { relative: 1e-6, absolute: 1e-7 };
/** The references have nine digits, those of their inputs too. */
const ROUNDED = { relative: 1e-6, absolute: 1e-7 };

const offered = goldenCases('s4d_init').filter(({ config: { init } }) => INITS.some(name => name === init));

it('every way to start has a reference', () => {
  expect(new Set(offered.map(({ config: { init } }) => init))).toEqual(new Set(INITS));
});

describe.each(offered.map(golden => [golden.name, golden] as const))('S4D %s', (_, golden) => {
  const { init, d_state, length } = config.parse(golden.config);
  const block = { mixer: 's4d', init, d_state };
  const { mixer, config: own } = bindBlock(block, 0);

  /** Of a parameter of two channels, before training. */
  function initial(name: string, normal: number): Float64Array {
    const spec = mixer.parameters(own, 2).find(candidate => candidate.name === name);
    const values = new Float32Array(spec?.shape.reduce((size, n) => size * n, 1) ?? 0);
    spec?.initialise(values, { uniform: () => 0.5, normal: () => normal });
    return Float64Array.from(values);
  }

  it('starts at the reference’s A, and C has the size of B', () => {
    const { log_A_real, A_imag, B_abs } = golden.outputs;
    const twice = (values: readonly number[]): number[] => [...values, ...values];
    expectClose(initial('kernel.log_A_real', 0), twice(log_A_real.data), SAME, 'log_A_real');
    expectClose(initial('kernel.A_imag', 0), twice(A_imag.data), SAME, 'A_imag');
    const C = initial('kernel.C', Math.SQRT2);
    expectClose(C, twice(B_abs.data.flatMap(size => [size, size])), SAME, 'C');
  });

  it('has the kernel of the reference', () => {
    const modes = initialModes(INITS.find(name => name === init) ?? 'lin', d_state);
    const half = d_state / 2;
    const tiled = (of: (mode: (typeof modes)[number]) => number) =>
      Float64Array.from({ length: 2 * half }, (_, i) => of(modes[i % half]));
    const parameters = {
      log_dt: Float64Array.from(golden.inputs.log_dt.data),
      C: Float64Array.from(golden.inputs.C.data),
      log_A_real: tiled(({ decay }) => Math.log(decay)),
      A_imag: tiled(({ frequency }) => frequency),
    };
    const kernel = new Float64Array(2 * length);
    for (let i = 0; i < 2 * half; i++) {
      const [d, n] = [Math.floor(i / half), i % half];
      const mode = modeOf(parameters, n, d, d_state);
      const out = times(mode.C, hold(mode));
      for (let l = 0; l < length; l++) kernel[d * length + l] += 2 * times(out, power(mode, l))[0];
    }
    expectClose(kernel, golden.outputs.kernel_zoh.data, ROUNDED, 'kernel');
  });
});

describe('the eigenvalues of HiPPO-LegS', () => {
  it.each([
    [32, [43.0095, 62.6139, 107.0887, 325.4263]],
    [64, [182.6204, 258.1522, 433.0308, 1303.2738]],
  ])('end as published for N = %i, and their B has the size of √(2n + 1)', (N, last) => {
    const modes = initialModes('legs', N);
    const ends = modes.slice(-4).map(({ frequency }) => frequency);
    expectClose(ends, last, { relative: 0, absolute: 5e-5 }, 'frequencies');
    // |B|² = Σ (2n + 1) = N², half of it in each conjugate.
    expect(modes.reduce((sum, { size }) => sum + 2 * size ** 2, 0)).toBeCloseTo(N ** 2, 6);
  });
});
