import { expect, test } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { AnyKernel } from '../../src/gpu/kernel';
import { matmulNt } from '../../src/gpu/kernels/matmul/matmul';
import { runProbe } from '../../src/gpu/variant_check';

test('a probe whose constants lack a dim is refused by its name, and not run with a NaN', async () => {
  const kernel: AnyKernel = matmulNt;
  const probe = kernel.probe?.({});
  if (!probe) throw new Error('no probe');
  await expect(runProbe(new TwinBackend(), kernel, probe)).rejects.toThrow(
    'the probe of matmul_nt has no number for inner',
  );
});
