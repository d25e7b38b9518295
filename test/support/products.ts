import { expect } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { adapterFacts } from '../../src/gpu/backends/webgpu/device';
import type { HostArray } from '../../src/gpu/dtype';
import type { AnyKernel, Variant } from '../../src/gpu/kernel';
import { matmulNn, matmulNt, matmulTn } from '../../src/gpu/kernels/matmul/matmul';
import { Plan } from '../../src/gpu/plan';
import { withVariant } from '../../src/gpu/variants';
import { gpuBackend, gpuDevice } from './gpu';
import { runKernel } from './kernel';
import { expectClose, OUTPUT, randoms } from './numbers';

/** Rows, columns, inner: ones; primes; a little more than a tile; tall; wide; exact tiles; multiples of 4 but not of 8. */
const SIZES = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 4, 4],
  [1, 256, 64],
  [8, 64, 256],
  [65, 33, 17],
  [36, 68, 200],
  [65, 89, 68],
  [132, 140, 52],
  [89, 64, 136],
  [128, 64, 64],
] as const;

/** Elements before and between rows. */
const PADDINGS = [0, 4, 3] as const;

/** A matrix inside a wider one, with NaN where a shader must not read. */
function padded(rows: number, columns: number, stride: number, offset: number, seed: number): Float64Array {
  const values = randoms(offset + rows * stride, seed);
  return values.map((value, i) => (i >= offset && (i - offset) % stride < columns ? value : Number.NaN));
}

export interface Case {
  readonly name: string;
  readonly dims: Readonly<Record<string, number>>;
  readonly buffers: Readonly<Record<string, Float64Array>>;
}

function ntCases(): Case[] {
  return SIZES.flatMap(([rows, columns, inner]) =>
    PADDINGS.flatMap(pad =>
      [0, 1].map(extra => {
        const a = { stride: inner + pad, offset: pad };
        const c = { stride: Math.ceil(columns / 4) * 4 + pad, offset: 2 * pad };
        return {
          name: `${rows} x ${columns} x ${inner}, padding ${pad}, bias and residual ${extra}`,
          dims: {
            rows,
            columns,
            inner,
            a_stride: a.stride,
            a_offset: a.offset,
            c_stride: c.stride,
            c_offset: c.offset,
            has_bias: extra,
            has_residual: extra,
          },
          buffers: {
            a: padded(rows, inner, a.stride, a.offset, 1),
            b: randoms(columns * inner, 2),
            bias: randoms(columns, 3),
            residual: randoms(rows * columns, 4),
            c: randoms(c.offset + rows * c.stride, 5),
          },
        };
      }),
    ),
  );
}

function nnCases(): Case[] {
  return SIZES.flatMap(([rows, columns, inner]) =>
    PADDINGS.map(pad => {
      const a = { stride: Math.ceil(inner / 4) * 4 + pad, offset: pad };
      const c = { stride: columns + pad, offset: 2 * pad };
      return {
        name: `${rows} x ${columns} x ${inner}, padding ${pad}`,
        dims: {
          rows,
          columns,
          inner,
          a_stride: a.stride,
          a_offset: a.offset,
          c_stride: c.stride,
          c_offset: c.offset,
        },
        buffers: {
          a: padded(rows, inner, a.stride, a.offset, 1),
          b: randoms(inner * columns, 2),
          c: randoms(c.offset + rows * c.stride, 3),
        },
      };
    }),
  );
}

function tnCases(): Case[] {
  return SIZES.flatMap(([rows, columns, inner]) =>
    PADDINGS.flatMap(pad =>
      [0, 1].map(has_bias => {
        const a = { stride: Math.ceil(rows / 4) * 4 + pad, offset: pad };
        const b = { stride: columns + pad, offset: 2 * pad };
        const chunk = 8 * Math.ceil(inner / 3 / 8);
        const splits = Math.ceil(inner / chunk);
        return {
          name: `${rows} x ${columns} x ${inner}, padding ${pad}, bias ${has_bias}`,
          dims: {
            rows,
            columns,
            inner,
            a_stride: a.stride,
            a_offset: a.offset,
            b_stride: b.stride,
            b_offset: b.offset,
            chunk,
            has_bias,
          },
          buffers: {
            a: padded(inner, rows, a.stride, a.offset, 1),
            b: padded(inner, columns, b.stride, b.offset, 2),
            c: randoms(splits * rows * columns, 3),
            bias: randoms(splits * rows, 4),
          },
        };
      }),
    ),
  );
}

/** Each product of matrices with cases of all sizes and paddings. */
export const products: readonly { readonly kernel: AnyKernel; readonly cases: readonly Case[] }[] = [
  { kernel: matmulNt, cases: ntCases() },
  { kernel: matmulNn, cases: nnCases() },
  { kernel: matmulTn, cases: tnCases() },
];

/** Fails if a form of the kernel differs from the twin in any case. */
export async function expectTwin(kernel: AnyKernel, form: AnyKernel, cases: readonly Case[]): Promise<void> {
  const plain = { ...kernel, variants: undefined };
  for (const { name, dims, buffers } of cases) {
    const expected = await runKernel(new TwinBackend(), plain, buffers, dims);
    const actual = await runKernel(await gpuBackend(), form, buffers, dims);
    for (const [buffer, use] of Object.entries(kernel.buffers)) {
      // Elements that the twin does not write, also between rows, must stay as they were.
      if (use !== 'read')
        expectClose(actual.get(buffer) ?? [], expected.get(buffer) ?? [], OUTPUT, `${name}: ${buffer}`);
    }
  }
}

/** Fails if a variant differs from the twin in any case that it runs for. */
export async function expectVariantTwin(kernel: AnyKernel, cases: readonly Case[], variant: Variant): Promise<void> {
  const facts = adapterFacts(await gpuDevice());
  const running = cases.filter(({ dims }) => variant.runs(dims, facts));
  expect(running.length).toBeGreaterThan(3);
  await expectTwin(kernel, withVariant(kernel, variant), running);
}

/** c after two dispatches of the same product. The plan makes the second one accumulate. */
async function productTwice(form: AnyKernel, { dims, buffers }: Omit<Case, 'name'>): Promise<HostArray> {
  const backend = await gpuBackend();
  const tape = new Tape({ training: true });
  const tensors = Object.fromEntries(
    Object.entries(buffers).map(([name, { length }]) => [name, tape.tensor(name, [length], 'persistent')]),
  );
  const dispatch = { kernel: form, buffers: tensors, dims };
  const plan = await Plan.make(backend, { lists: { twice: [dispatch, dispatch] }, placed: () => undefined });
  for (const [name, values] of Object.entries(buffers)) plan.write(tensors[name] ?? tape.nothing, values);
  await plan.run(['twice']);
  const c = await plan.read(tensors.c ?? tape.nothing);
  plan.destroy();
  return c;
}

/** Fails if a form of matmul_nn does not add a second contribution to the first. */
export async function expectAccumulates(name: string): Promise<void> {
  const dims = { rows: 66, columns: 68, inner: 20, a_stride: 20, a_offset: 0, c_stride: 68, c_offset: 0 };
  const buffers = { a: randoms(66 * 20, 1), b: randoms(20 * 68, 2), c: randoms(66 * 68, 3) };
  const plain = { ...matmulNn, variants: undefined };
  const variant = matmulNn.variants?.find(candidate => candidate.name === name);
  const once = await runKernel(new TwinBackend(), plain, buffers, dims);
  const doubled = Float64Array.from(once.get('c') ?? [], value => 2 * value);
  const form = variant ? withVariant(matmulNn, variant) : plain;
  expect(form.name).toBe(name);
  expectClose(await productTwice(form, { dims, buffers }), doubled, OUTPUT, name);
}
