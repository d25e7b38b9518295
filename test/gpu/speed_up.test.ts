import { expect, it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { WebGpuBackend } from '../../src/gpu/backends/webgpu/webgpu';
import type { Dispatch } from '../../src/gpu/dispatch';
import type { AnyKernel } from '../../src/gpu/kernel';
import { matmulNt } from '../../src/gpu/kernels/matmul/matmul';
import { Plan } from '../../src/gpu/plan';
import type { Tensor } from '../../src/gpu/tensor';
import { gpuDevice } from '../support/gpu';
import { runKernel } from '../support/kernel';
import { expectClose, OUTPUT, randoms } from '../support/numbers';

const dims = {
  rows: 128,
  columns: 128,
  inner: 64,
  a_stride: 64,
  a_offset: 0,
  c_stride: 128,
  c_offset: 0,
  has_bias: 0,
  has_residual: 0,
};
const buffers = {
  a: randoms(128 * 64, 1),
  b: randoms(128 * 64, 2),
  bias: randoms(4, 3),
  residual: randoms(4, 4),
  c: new Float64Array(128 * 128),
};

/** The product with two forms. One is marked as slow to compile, the other is not. */
const kernel: AnyKernel = {
  ...matmulNt,
  variants: (matmulNt.variants ?? []).flatMap(variant => {
    if (variant.name === 'matmul_nt_quad') return [{ ...variant, compilesSlowly: true }];
    return variant.name === 'matmul_nt_vec4' ? [variant] : [];
  }),
};

it('a plan runs at once, compiles while it runs, and changes to the form that compiles slowly when told to', async () => {
  const backend = new WebGpuBackend(await gpuDevice());
  const tape = new Tape({ training: false });
  const tensors = Object.fromEntries(
    Object.entries(buffers).map(([name, { length }]): [string, Tensor] => [
      name,
      tape.tensor(name, [length], 'persistent'),
    ]),
  );
  const dispatch: Dispatch = { kernel, buffers: tensors, dims };
  const plan = await Plan.make(backend, { lists: { once: [dispatch] }, placed: () => undefined });
  for (const [name, values] of Object.entries(buffers)) {
    const tensor = tensors[name];
    if (tensor) plan.write(tensor, values);
  }
  const expected = (await runKernel(new TwinBackend(), matmulNt, buffers, dims)).get('c') ?? [];
  const product = async () => {
    await plan.run(['once']);
    return plan.read(tensors.c ?? tape.nothing);
  };
  expectClose(await product(), expected, OUTPUT, 'quick');

  const { pipelines } = backend.counters;
  await plan.warm();
  expect(backend.counters.pipelines).toBe(pipelines + 1);
  const compiled = { ...backend.counters };
  await plan.speedUp();
  expect(backend.counters).toEqual({ ...compiled, bindGroups: compiled.bindGroups + 1 });
  expectClose(await product(), expected, OUTPUT, 'fast');
  await plan.speedUp();
  expect(backend.counters.bindGroups).toBe(compiled.bindGroups + 1);
  plan.destroy();
});
