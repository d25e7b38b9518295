import { describe, expect, it } from 'vitest';
import { s4dConvolution } from '../../../../src/autodiff/ops/s4d_convolution';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { s4dKernel } from '../../../../src/gpu/kernels/scan/s4d_kernel';
import { s4dScan as scanKernel } from '../../../../src/gpu/kernels/scan/s4d_scan';
import { backends } from '../../../support/backends';
import { goldenCases } from '../../../support/golden';
import { gpuBackend } from '../../../support/gpu';
import { runKernel } from '../../../support/kernel';
import { expectClose, GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, runOp } from '../../../support/op';
import { forms, opCase, recorder, weights } from '../../../support/s4d_case';

describe('s4d', () => {
  it.each(forms)('%s: backward equals central differences', (_, form) => checkGradients(opCase(form, 2, 19, 3, 6)));

  describe.each(goldenCases('s4d'))('$name', golden => {
    it.each(forms)('%s: golden vectors on both backends', async (_, form) => {
      const { x, ...parameters } = golden.inputs;
      for (const backend of [new TwinBackend(), await gpuBackend()]) {
        const { outputs, gradients } = await runOp(
          backend,
          { inputs: { x }, parameters, record: recorder(form) },
          { y: golden.cotangents.y.data },
        );
        expectClose(outputs.y ?? [], golden.outputs.y.data, OUTPUT, `${backend.kind} y`);
        for (const [name, { data }] of Object.entries(golden.gradients)) {
          expectClose(gradients[name] ?? [], data, GRADIENT, `${backend.kind} d ${name}`);
        }
      }
    });

    it('golden kernel on both backends', async () => {
      const [D = 0, L = 0] = golden.outputs.kernel.shape;
      const pairs = golden.inputs['kernel.A_imag'].shape[1] ?? 0;
      const input = (name: string) => Float64Array.from(golden.inputs[`kernel.${name}`].data);
      for (const backend of [new TwinBackend(), await gpuBackend()]) {
        const results = await runKernel(
          backend,
          s4dKernel,
          {
            log_dt: input('log_dt'),
            C: input('C'),
            log_A_real: input('log_A_real'),
            A_imag: input('A_imag'),
            K: new Float64Array(L * D),
            modes: new Float64Array(5 * pairs * D),
          },
          { L, D, N: 2 * pairs },
        );
        const kernel = results.get('K') ?? [];
        const byChannel = Array.from({ length: D * L }, (_, i) => Number(kernel[(i % L) * D + Math.floor(i / L)]));
        expectClose(byChannel, golden.outputs.kernel.data, OUTPUT, `${backend.kind} kernel`);
      }
    });
  });

  it('a kernel of 16,384 values is exact to the end, also with slow decay and fast rotation', async () => {
    const [L, D, N] = [16384, 4, 64];
    const given = weights(D, N);
    const input = (name: string) => Float64Array.from(given[`kernel.${name}`]?.data ?? []);
    const buffers = {
      log_dt: Float64Array.of(-6.9, -6.5, -5, -2.3).map(Math.fround),
      C: input('C'),
      log_A_real: input('log_A_real'),
      A_imag: input('A_imag'),
      K: new Float64Array(L * D),
      modes: new Float64Array(5 * (N / 2) * D),
    };
    const expected = await runKernel(new TwinBackend(), s4dKernel, buffers, { L, D, N });
    const actual = await runKernel(await gpuBackend(), s4dKernel, buffers, { L, D, N });
    expectClose(actual.get('K') ?? [], expected.get('K') ?? [], { relative: 0, absolute: 2e-6 }, 'K');
  });

  it.each(['twin', 'webgpu', 'wasm'] as const)('%s: any pieces with a carried state equal the whole', async kind => {
    const backend = await backends[kind]();
    const [B, L, D, N] = [2, 37, 3, 10];
    const x = randoms(B * L * D, 1);
    const given = weights(D, N);
    const input = (name: string) => Float64Array.from(given[name]?.data ?? []);
    const whole = await runOp(backend, opCase(s4dConvolution, B, L, D, N), {});
    for (const pieces of [Array.from({ length: L }, () => 1), [20, 1, 16]]) {
      let states: ArrayLike<number> = new Float64Array(B * D * N);
      const y = new Float64Array(B * L * D);
      let start = 0;
      for (const length of pieces) {
        const part = Float64Array.from({ length: B * length * D }, (_, i) => {
          const b = Math.floor(i / (length * D));
          return x[(b * L + start) * D + (i % (length * D))] ?? 0;
        });
        const results = await runKernel(
          backend,
          scanKernel,
          {
            log_dt: input('kernel.log_dt'),
            C: input('kernel.C'),
            log_A_real: input('kernel.log_A_real'),
            A_imag: input('kernel.A_imag'),
            skip: input('D'),
            x: part,
            y: new Float64Array(part.length),
            states: Float64Array.from(states),
          },
          { B, L: length, D, N, save: 0, carry: 1 },
        );
        states = results.get('states') ?? [];
        results.get('y')?.forEach((value, i) => {
          y[(Math.floor(i / (length * D)) * L + start) * D + (i % (length * D))] = value;
        });
        start += length;
      }
      expect(start).toBe(L);
      expectClose(y, whole.outputs.y ?? [], { relative: 0, absolute: 1e-4 }, `pieces ${pieces}`);
    }
  });
});
