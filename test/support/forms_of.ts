import type { AdapterFacts, Kernel } from '../../src/gpu/kernel';

/** The kernel's own shader, and those of its variants that run for the dims. */
export function formsOf<Buf extends string, Dim extends string>(
  kernel: Kernel<Buf, Dim>,
  dims: Readonly<Record<Dim, number>>,
  adapter: AdapterFacts = { subgroups: false },
): Kernel<Buf, Dim>[] {
  const variants = (kernel.variants ?? []).filter(variant => variant.runs(dims, adapter));
  const plain = { ...kernel, variants: undefined };
  return [
    plain,
    ...variants.map(variant => ({
      ...plain,
      name: variant.name,
      source: variant.source,
      constants: (given: Readonly<Record<Dim, number>>) => variant.constants?.(given) ?? {},
      grid: (given: Readonly<Record<Dim, number>>) => variant.grid(given),
    })),
  ];
}
