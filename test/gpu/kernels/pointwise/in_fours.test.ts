import { expect, it } from 'vitest';
import type { AnyKernel } from '../../../../src/gpu/kernel';
import { copy } from '../../../../src/gpu/kernels/pointwise/copy';
import { geluGate, geluGateBackward } from '../../../../src/gpu/kernels/pointwise/gelu_gate';
import { productColumns, productColumnsBackward } from '../../../../src/gpu/kernels/pointwise/product_columns';
import { skipGelu } from '../../../../src/gpu/kernels/pointwise/skip_gelu';
import { chooseVariant } from '../../../../src/gpu/variants';
import { compareKernel } from '../../../support/kernel';
import { OUTPUT, randoms } from '../../../support/numbers';

function formAt(kernel: AnyKernel, dims: Readonly<Record<string, number>>): string {
  return chooseVariant(kernel, dims, { subgroups: false }, new Map(), new Set()).name;
}

/** Kernels of columns, at dims where all is whole vec4s. */
const cases: readonly {
  kernel: AnyKernel;
  dims: Readonly<Record<string, number>>;
  counts: Readonly<Record<string, number>>;
}[] = [
  { kernel: copy, dims: { n: 12, source_offset: 4, destination_offset: 8 }, counts: { source: 20, destination: 24 } },
  {
    kernel: geluGate,
    dims: { rows: 3, W: 8, stride: 24, x: 4, gate: 12 },
    counts: { values: 90, y: 30 },
  },
  {
    kernel: geluGateBackward,
    dims: { rows: 3, W: 8, stride: 24, x: 4, gate: 12, d_stride: 28, dx: 16, dgate: 4 },
    counts: { values: 90, dy: 30, dvalues: 100 },
  },
  { kernel: skipGelu, dims: { rows: 3, D: 8 }, counts: { s: 30, x: 30, skip: 9, y: 30 } },
  {
    kernel: productColumns,
    dims: { rows: 3, D: 8, a_stride: 12, a_offset: 4, b_stride: 16, b_offset: 4 },
    counts: { a: 50, b: 60, y: 30 },
  },
  {
    kernel: productColumnsBackward,
    dims: { rows: 3, D: 8, a_stride: 12, a_offset: 4, b_stride: 16, b_offset: 4 },
    counts: { dy: 30, b: 60, da: 50 },
  },
];

it.each(cases)('$kernel.name: by fours and element by element, as its twin', async ({ kernel, dims, counts }) => {
  const buffers = Object.fromEntries(Object.entries(counts).map(([name, count], i) => [name, randoms(count, i)]));
  expect(formAt(kernel, dims)).toBe(`${kernel.name}_vec4`);
  await compareKernel(kernel, buffers, dims, OUTPUT);
  for (const name of Object.keys(dims).filter(name => name !== 'rows')) {
    const odd = { ...dims, [name]: (dims[name] ?? 0) + 1 };
    expect(formAt(kernel, odd), name).toBe(kernel.name);
    await compareKernel(kernel, buffers, odd, OUTPUT);
  }
});
