import type { AdapterFacts, AnyKernel, Variant } from './kernel';

/** Results of calibration: the name of a variant, or of the kernel itself, by `preferenceKey`. */
export type VariantPreferences = ReadonlyMap<string, string>;

type Dims = Readonly<Record<string, number>>;

/** What a preference is for: a kernel at dims of one class. */
export function preferenceKey(kernel: AnyKernel, dims: Dims): string {
  return `${kernel.name} ${kernel.shapeClass?.(dims) ?? ''}`;
}

/** The kernel with a variant's shader for its own. */
export function withVariant(kernel: AnyKernel, variant: Variant): AnyKernel {
  const { name, source } = variant;
  const { buffers, halves, dims, probe, time } = kernel;
  return {
    name,
    source,
    buffers,
    halves,
    dims,
    ...(probe && { probe }),
    ...(time && { time }),
    ...(kernel.work && { work: given => kernel.work?.(given) ?? 0 }),
    constants: given => variant.constants?.(given) ?? {},
    grid: given => variant.grid(given),
    reference: (...given) => kernel.reference(...given),
  };
}

/**
 * The form of a kernel to run: the preferred one if it runs, else the first variant that runs and suits, else the kernel
 * itself. Never a variant in `distrusted`, which disagreed with the twin.
 */
export function chooseVariant(
  kernel: AnyKernel,
  dims: Dims,
  adapter: AdapterFacts,
  preferences: VariantPreferences,
  distrusted: ReadonlySet<string>,
): AnyKernel {
  const running = (kernel.variants ?? []).filter(
    variant => !distrusted.has(variant.name) && variant.runs(dims, adapter),
  );
  const preference = preferences.get(preferenceKey(kernel, dims));
  if (preference === kernel.name) return kernel;
  const chosen =
    running.find(({ name }) => name === preference) ?? running.find(variant => variant.suits(dims, adapter));
  return chosen ? withVariant(kernel, chosen) : kernel;
}
