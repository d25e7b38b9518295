import { describe, expect, it } from 'vitest';
import { detectRaces } from 'wgsl_reflect/wgsl_reflect.module.js';
import { packDims } from '../../src/gpu/backends/webgpu/uniforms';
import type { AnyKernel } from '../../src/gpu/kernel';
import { rmsNormBackward } from '../../src/gpu/kernels/pointwise/rms_norm';
import { crossEntropy, lossSum } from '../../src/gpu/kernels/training/cross_entropy';
import { specialise } from '../../src/gpu/wgsl/compose';
import { sourceOf } from '../../src/gpu/wgsl/shader';
import { IGNORED } from '../../src/scored';
import { randoms } from '../support/numbers';

interface RaceCase {
  readonly kernel: AnyKernel;
  readonly dims: Readonly<Record<string, number>>;
  /** By buffer: its number of floats, or its integers. */
  readonly buffers: Readonly<Record<string, number | readonly number[]>>;
  /** Constants to use instead of those that the kernel has for these dims. */
  readonly constants?: Readonly<Record<string, number>>;
}

/** Small enough for an interpreter, large enough that invocations share. */
const cases: readonly RaceCase[] = [
  {
    kernel: crossEntropy,
    dims: { rows: 5, V: 40, training: 1 },
    buffers: { targets: [3, IGNORED, 39, 0, 24], scoring: 4, logits: 200, losses: 10 },
    // The number of lanes for a large vocabulary.
    constants: { LANES: 16 },
  },
  {
    kernel: lossSum,
    dims: { rows: 9, slots: 4 },
    buffers: { losses: 18, scoring: 4, cursor: [5, 0, 0, 0], results: 16 },
  },
  {
    kernel: rmsNormBackward,
    dims: { rows: 70, D: 5, eps: 1e-5 },
    buffers: { x: 350, weight: 5, dy: 350, dx: 350, dweight: 10 },
  },
];

function racesIn(
  { kernel, dims, buffers, constants }: RaceCase,
  source: string,
): { races: number; errors: readonly string[] } {
  const bound: Record<string, ArrayBufferView | { uniform: ArrayBuffer }> = {
    0: { uniform: packDims([{ dispatch: { kernel, dims, buffers: {} }, views: {}, accumulate: 0 }]) },
  };
  Object.keys(kernel.buffers).forEach((name, order) => {
    const given = buffers[name];
    if (given === undefined) throw new Error(`${kernel.name}: no buffer '${name}'`);
    bound[order + 1] = typeof given === 'number' ? Float32Array.from(randoms(given, order)) : Int32Array.from(given);
  });
  const code = specialise(source, constants ?? kernel.constants?.(dims) ?? {});
  const { races, errors } = detectRaces(code, 'main', [...kernel.grid(dims)], { 0: bound });
  return { races: races.length, errors };
}

describe.each(cases)('$kernel.name', race => {
  it('has no data race', () => {
    expect(racesIn(race, sourceOf(race.kernel))).toEqual({ races: 0, errors: [] });
  });

  it('has one without its barriers', () => {
    const source = sourceOf(race.kernel).replaceAll('workgroupBarrier();', '');
    expect(racesIn(race, source).races).toBeGreaterThan(0);
  });
});
