import type { AnyKernel } from '../../src/gpu/kernel';
import { table } from '../../src/gpu/kernel_table';
import { withVariant } from '../../src/gpu/variants';
import { specialise } from '../../src/gpu/wgsl/compose';
import { sourceOf } from '../../src/gpu/wgsl/shader';

/** Every shader as a kernel: the kernels of the table, and each of their variants as a kernel. */
export const forms: readonly AnyKernel[] = table.flatMap(kernel => [
  { ...kernel, variants: undefined },
  ...(kernel.variants ?? []).map(variant => withVariant(kernel, variant)),
]);

type Dims = Readonly<Record<string, number>>;

/** Dims by name, as in a small model and as in a larger one. The constants of kernels follow from them. */
const examples: readonly Dims[] = [
  { B: 2, L: 24, D: 32, E: 64, N: 16, H: 16, V: 89, K: 4, M: 1, P: 64, heads: 4, slots: 0, chains: 2, rows: 48 },
  {
    B: 32,
    L: 512,
    D: 256,
    E: 512,
    N: 64,
    H: 256,
    V: 1000,
    K: 8,
    M: 2,
    P: 512,
    heads: 4,
    slots: 4096,
    chains: 8,
    rows: 16384,
  },
];

/** Example dims of a kernel; names without an example are 4. */
export function exampleDims(kernel: AnyKernel): Dims[] {
  return examples.map(example => Object.fromEntries(Object.keys(kernel.dims).map(name => [name, example[name] ?? 4])));
}

/** The kernel's sources at the example dims, as a device with subgroups or without gets them, without repetition. */
export function specialisedSources(kernel: AnyKernel, subgroups = false): string[] {
  const sources = exampleDims(kernel).map(dims =>
    specialise(sourceOf(kernel, subgroups), kernel.constants?.(dims) ?? {}),
  );
  return [...new Set(sources)];
}
