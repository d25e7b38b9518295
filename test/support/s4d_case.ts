import type { S4dParameters } from '../../src/autodiff/ops/s4d';
import { s4dConvolution } from '../../src/autodiff/ops/s4d_convolution';
import { s4dScan } from '../../src/autodiff/ops/s4d_scan';
import type { Parameter, Tape, Var } from '../../src/autodiff/tape';
import { randoms, seeded } from './numbers';
import type { OpCase } from './op';

export type Form = (tape: Tape, x: Var, parameters: S4dParameters) => Var;

export const forms: readonly (readonly [string, Form])[] = [
  ['fft', s4dConvolution],
  ['recurrence', (tape, x, parameters) => s4dScan(tape, x, parameters)],
];

export function recorder(form: Form): OpCase['record'] {
  return (tape, input, parameter: (name: string) => Parameter) => ({
    y: form(tape, input('x'), {
      log_dt: parameter('kernel.log_dt'),
      C: parameter('kernel.C'),
      log_A_real: parameter('kernel.log_A_real'),
      A_imag: parameter('kernel.A_imag'),
      skip: parameter('D'),
    }),
  });
}

/** Parameters as they start in a model, with some noise on all of them. */
export function weights(D: number, N: number): OpCase['parameters'] {
  const random = seeded(5);
  const pairs = N / 2;
  const filled = (shape: readonly number[], value: (i: number) => number) => ({
    shape,
    data: Float64Array.from({ length: shape.reduce((n, extent) => n * extent, 1) }, (_, i) => Math.fround(value(i))),
  });
  return {
    'kernel.log_dt': filled([D], () => Math.log(0.001) + random() * Math.log(100)),
    'kernel.C': filled([D, pairs, 2], () => 2 * random() - 1),
    'kernel.log_A_real': filled([D, pairs], () => Math.log(0.5) + 0.4 * random() - 0.2),
    'kernel.A_imag': filled([D, pairs], i => Math.PI * (i % pairs) + 0.4 * random() - 0.2),
    D: filled([D], () => 2 * random() - 1),
  };
}

export function opCase(form: Form, B: number, L: number, D: number, N: number): OpCase {
  return {
    inputs: { x: { shape: [B, L, D], data: randoms(B * L * D, 1) } },
    parameters: weights(D, N),
    record: recorder(form),
  };
}
