import { expect, test } from 'vitest';
import { KernelCheck } from '../../headless/check/kernel_check';
import { PairedBackend } from '../../headless/check/paired_backend';
import { losses, tinyModel } from '../../headless/check/tiny_runs';
import type { Replay } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { wasmBackend } from '../support/wasm';

/** Twins, but the sums of one kernel are a thousandth too large. */
class Wrong extends TwinBackend {
  override prepare(...[dispatches, progress]: Parameters<TwinBackend['prepare']>): Promise<Replay> {
    const wrong = dispatches.map(placed => {
      const { kernel } = placed.dispatch;
      if (kernel.name !== 'matmul_tn') return placed;
      const reference: typeof kernel.reference = (buffers, dims, put) => {
        kernel.reference(buffers, dims, put);
        buffers.c?.forEach((value, i, c) => {
          c[i] = value * 1.001;
        });
      };
      return { ...placed, dispatch: { ...placed.dispatch, kernel: { ...kernel, reference } } };
    });
    return super.prepare(wrong, progress);
  }
}

test('a kernel that differs is found by its name, and the kernels after it are not blamed', async () => {
  const found = new Set<string>();
  const paired = new PairedBackend(new Wrong(), undefined, (form, _, difference) => {
    if (difference > 1e-5) found.add(form);
  });
  const model = tinyModel({ mixer: 'min_gru' });
  expect(await losses(paired, model, 2)).toEqual(
    await losses(new PairedBackend(new TwinBackend(), undefined, () => {}), model, 2),
  );
  expect([...found]).toEqual(['matmul_tn']);
});

test('with what tiny models do not reach, src/wasm agrees with the twins', async () => {
  const kernels = new KernelCheck(await wasmBackend(), undefined);
  await kernels.runRest();
  for (const { form, difference } of kernels.reached) expect(difference, form).toBeLessThan(1e-4);
  expect(kernels.reached.map(({ form }) => form)).toEqual(
    expect.arrayContaining([
      'linear_scan_ends',
      'selective_scan_ends',
      'fft_split',
      's4d_scan_backward',
      'peak_fma',
      'dropout',
      'dropout_backward',
      'rms_norm',
    ]),
  );
  kernels.destroy();
});
