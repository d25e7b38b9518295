import { describe, expect, it } from 'vitest';
import { dropout as record } from '../../../../src/autodiff/ops/dropout';
import type { Backend } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { DROPOUT_PARTS, dropout, dropoutBackward, keeps } from '../../../../src/gpu/kernels/training/dropout';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { GRADIENT, OUTPUT, randoms } from '../../../support/numbers';
import { checkGradients, type OpCase, runOp } from '../../../support/op';
import { wasmBackend } from '../../../support/wasm';

const SEED = 0xfffffff1;
const draw = (step: number, drops = 1): Int32Array => Int32Array.of(SEED, step, drops, 0);

/** rate 0.3 of x (rows, D), plus a residual. */
function opCase(rows: number, D: number, drops = 1): OpCase {
  const shape = [rows, D];
  return {
    inputs: { x: { shape, data: randoms(rows * D, 1) }, residual: { shape, data: randoms(rows * D, 2) } },
    parameters: {},
    carried: { draw: { shape: [4], data: draw(7, drops) } },
    record: (tape, input, _, carried) => ({
      y: record(tape, input('x'), input('residual'), { rate: 0.3, draw: carried('draw') }, 3),
    }),
  };
}

/** 1 where an element is kept. */
async function mask(backend: Backend, n: number, step: number, place: number, rate: number): Promise<number[]> {
  const ones = new Float64Array(n).fill(1);
  const results = await runKernel(
    backend,
    dropout,
    { x: ones, residual: new Float64Array(n), draw: draw(step), y: new Float64Array(n) },
    { n, place, threshold: Math.round(rate * DROPOUT_PARTS), scale: 1, has_residual: 0 },
  );
  return [...(results.get('y') ?? [])];
}

describe('dropout', () => {
  it('backward with a fixed mask equals central differences', () => checkGradients(opCase(5, 7)));

  it('drops the same values on every backend, bit for bit', async () => {
    const n = 5003;
    for (const [step, place, rate] of [
      [0, 0, 0.1],
      [1_000_000, 31, 0.9],
    ] as const) {
      const expected = Array.from({ length: n }, (_, i) => Number(keeps(SEED, step, place, i, rate * DROPOUT_PARTS)));
      for (const backend of [new TwinBackend(), await wasmBackend(), await gpuBackend()])
        expect(await mask(backend, n, step, place, rate), backend.kind).toEqual(expected);
      const kept = expected.reduce((sum, one) => sum + one, 0);
      // Four standard deviations.
      expect(Math.abs(kept / n - (1 - rate))).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / n));
    }
  });

  it('draws anew for every step, layer, and seed, independently', () => {
    const n = 4000;
    const of = (seed: number, step: number, place: number): boolean[] =>
      Array.from({ length: n }, (_, i) => keeps(seed, step, place, i, DROPOUT_PARTS / 2));
    const masks = [of(1, 0, 0), of(1, 1, 0), of(1, 0, 1), of(2, 0, 0), of(1, 2, 3)];
    masks.forEach((a, k) => {
      for (const b of masks.slice(k + 1)) {
        const agree = a.filter((kept, i) => kept === b[i]).length;
        expect(Math.abs(agree / n - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
      }
      const repeats = a.filter((kept, i) => kept === a[i + 1]).length;
      expect(Math.abs(repeats / n - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
    });
  });

  it('adds all values outside training', async () => {
    const { inputs } = opCase(3, 5);
    const { outputs } = await runOp(new TwinBackend(), opCase(3, 5, 0), {});
    expect([...(outputs.y ?? [])]).toEqual(
      Array.from(inputs.x?.data ?? [], (x, i) => x + Number(inputs.residual?.data[i])),
    );
  });

  it.each([
    [1, 1],
    [2, 0],
  ])('GPU and WebAssembly equal the twin at step %i, with %i residual', async (step, has_residual) => {
    const n = 4099;
    const dims = { n, place: 2, threshold: Math.round(0.3 * DROPOUT_PARTS), scale: 1 / 0.7 };
    const x = randoms(n, 5);
    const buffers = { x, residual: randoms(n, 6), draw: draw(step), y: new Float64Array(n) };
    await compareKernel(dropout, buffers, { ...dims, has_residual }, OUTPUT);
    await compareKernel(dropoutBackward, { dy: x, draw: draw(step), dx: new Float64Array(n) }, dims, GRADIENT);
  });
});
