import { expect } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { WebGpuBackend } from '../../src/gpu/backends/webgpu/webgpu';
import type { AdapterFacts, AnyKernel } from '../../src/gpu/kernel';
import { table } from '../../src/gpu/kernel_table';
import { agreesWithTwin } from '../../src/gpu/variant_check';
import { withVariant } from '../../src/gpu/variants';
import { sourceOf } from '../../src/gpu/wgsl/shader';
import { gpuBackend, gpuDevice } from './gpu';
import { runKernel } from './kernel';
import { expectClose, OUTPUT, randoms } from './numbers';

const adapter: AdapterFacts = { subgroups: true };

/** The dims that shaders are compiled for. Heads have six elements, so every second one starts in the middle of a vec4f. */
export const narrow = { rows: 70, inner: 20, D: 12, heads: 2, K: 3, V: 5, N: 8, gated: 1 };

/** The kernel of a variant, and its probe at the constants of dims. */
export function probeOf(variant: string, dims: Readonly<Record<string, number>> = narrow) {
  const kernel = table.find(({ variants }) => variants?.some(({ name }) => name === variant));
  if (!kernel?.probe) throw new Error(`no kernel with a probe has the variant '${variant}'`);
  return { kernel, probe: kernel.probe(dims) };
}

/** The variants of all kernels: name, and variant as a kernel. */
export function probedVariants(): [string, AnyKernel][] {
  return table.flatMap(kernel =>
    (kernel.variants ?? []).map((variant): [string, AnyKernel] => [variant.name, withVariant(kernel, variant)]),
  );
}

/** Fails if a variant differs on the GPU from its twin. */
export async function expectAgreement(name: string, variant: AnyKernel): Promise<void> {
  const { kernel, probe } = probeOf(name);
  expect(kernel.variants?.find(candidate => candidate.name === name)?.runs(probe.dims, adapter)).toBe(true);
  expect(await agreesWithTwin(await gpuBackend(), variant, narrow)).toBe(true);
}

/** Fails if a variant with another layout of quads is trusted, or if the next variant is not used instead. */
export async function expectDistrust(name: string): Promise<void> {
  const { kernel } = probeOf(name);
  const twisted = (source: string): string =>
    source.replace(
      'local_invocation_index) index: u32) {',
      'local_invocation_index) straight: u32) {\n  let index = (straight & ~3u) | ((straight & 1u) << 1u) | ((straight >> 1u) & 1u);',
    );
  const variants = kernel.variants?.map(variant =>
    variant.name === name
      ? { ...variant, source: twisted(sourceOf(withVariant(kernel, variant))), suits: () => true }
      : variant,
  );
  const first = variants?.find(variant => variant.name === name);
  const next = variants?.find(variant => variant.name.endsWith('_tiles'));
  if (!first || !next) throw new Error(`no variant '${name}'`);
  const backend = new WebGpuBackend(await gpuDevice());
  expect(await agreesWithTwin(backend, withVariant(kernel, first), narrow)).toBe(false);

  const { dims, elements } = probeOf(name).probe;
  const buffers = Object.fromEntries(Object.entries(elements).map(([buffer, count], i) => [buffer, randoms(count, i)]));
  const changed: AnyKernel = { ...kernel, variants: [first, next] };
  const expected = await runKernel(new TwinBackend(), changed, buffers, dims);
  const actual = await runKernel(backend, changed, buffers, dims);
  expectClose(actual.get('c') ?? [], expected.get('c') ?? [], OUTPUT, 'c');
}
