import { expect, it } from 'vitest';
import {
  EXP_GATE_COLUMNS,
  expGateSequence,
  expGateSequenceBackward,
} from '../../../../src/gpu/kernels/recurrent/exp_gates';
import { compareKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { sizes } from '../../../support/sizes';

// All weights of a head of up to 31 units fit workgroup memory, and those of some units of a larger one.
it.each(
  sizes(
    [
      [5, 5],
      [32, 31],
    ],
    [
      [31, 31],
      [256, 3],
    ],
  ),
)('a head of %i units is as its twin, forward and backward, with the weights of %i staged', async (n, staged) => {
  const [B, L, heads] = [2, 4, 2];
  const D = heads * n;
  const dims = { B, L, D, n, carried: 0 };
  const none = (): Float64Array => new Float64Array(4);
  const weight = randoms(4 * n * D, 1, n ** -0.5);
  const rows = randoms(B * L * EXP_GATE_COLUMNS * D, 2);
  expect(expGateSequence.constants?.(dims)).toEqual({ UNITS: n, STAGED: staged });
  await compareKernel(
    expGateSequence,
    {
      ...{ weight, bias: randoms(4 * D, 3), rows, y: new Float64Array(B * L * D) },
      ...{ state_y: none(), state_c: none(), state_n: none(), state_m: none() },
    },
    dims,
    OUTPUT,
  );
  // What a unit keeps is above zero, as after forward.
  const kept = rows.map(value => Math.abs(value) + 0.5);
  const carry = new Float64Array(3 * B * D);
  await compareKernel(
    expGateSequenceBackward,
    { weight, dy: randoms(B * L * D, 4), rows: kept, carry, start_c: none(), start_n: none() },
    dims,
    GRADIENT,
  );
});
