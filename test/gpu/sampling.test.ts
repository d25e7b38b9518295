import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../src/gpu/cpu';
import { gatherTokens, sampleToken, samplingControl, selectRow } from '../../src/gpu/kernels/sampling';
import { pcg3d } from '../../src/gpu/random';
import { gpuBackend } from '../support/gpu';
import { compareKernel, runKernel } from '../support/kernel';
import { OUTPUT, randoms } from '../support/numbers';

const CAPACITY = 20;

async function drawOn(
  kind: 'cpu' | 'webgpu',
  logits: Float64Array,
  control: Int32Array,
  position: number,
): Promise<number> {
  const backend = kind === 'cpu' ? new CpuBackend() : await gpuBackend();
  const buffers = { logits, control, cursor: Int32Array.of(position, 0, 0, 0), stream: new Int32Array(CAPACITY) };
  const dims = { B: 1, V: logits.length, capacity: CAPACITY, advance: 1 };
  const after = await runKernel(backend, sampleToken, buffers, dims);
  expect(after.get('cursor')?.[0]).toBe(position + 1);
  return after.get('stream')?.[position + 1] ?? -1;
}

describe('sampling', () => {
  it('pcg3d gives the words of its definition', () => {
    // Worked by hand for the zero key: v = 1013904223 in all three, then the two rounds of mixing.
    const c = 1013904223n;
    const mask = 0xffffffffn;
    let [a, b, d] = [c, c, c];
    const mix = (): void => {
      a = (a + b * d) & mask;
      b = (b + d * a) & mask;
      d = (d + a * b) & mask;
    };
    mix();
    a ^= a >> 16n;
    b ^= b >> 16n;
    d ^= d >> 16n;
    mix();
    expect(pcg3d(0, 0, 0).map(BigInt)).toEqual([a, b, d]);
  });

  it.each([
    [0, 3],
    [4, 3],
    [11, 5],
  ])('gather_tokens and select_row at cursor %i, length %i', async (position, L) => {
    const cursor = Int32Array.of(position, 0, 0, 0);
    const stream = Int32Array.from({ length: 2 * CAPACITY }, (_, i) => i);
    for (const window of [0, 1]) {
      await compareKernel(
        gatherTokens,
        { stream, cursor, tokens: new Int32Array(2 * L) },
        { B: 2, L, capacity: CAPACITY, window },
        OUTPUT,
      );
      await compareKernel(
        selectRow,
        { x: randoms(2 * L * 7, 1), cursor, y: new Float64Array(14) },
        { B: 2, L, D: 7, window },
        OUTPUT,
      );
    }
  });

  it.each(['cpu', 'webgpu'] as const)('%s: greedy takes the largest logit, the first of equals', async kind => {
    const logits = Float64Array.from({ length: 130 }, (_, v) => (v === 70 || v === 100 ? 3 : -v / 100));
    expect(await drawOn(kind, logits, samplingControl(1, 0, 0), 4)).toBe(70);
  });

  it('both backends draw the same tokens, and they depend on seed and position', async () => {
    const logits = randoms(97, 5, 2);
    const drawn: number[] = [];
    for (let position = 0; position < 12; position++) {
      const control = samplingControl(42, position % 3 === 0 ? 10 : 0, 0.8);
      const expected = await drawOn('cpu', logits, control, position);
      expect(await drawOn('webgpu', logits, control, position)).toBe(expected);
      drawn.push(expected);
    }
    expect(new Set(drawn).size).toBeGreaterThan(4);
  });

  it('draws follow the softmax at the temperature, cut to the top k', async () => {
    const logits = Float64Array.of(2, 1, 0, -1);
    const counts = [0, 0, 0, 0];
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) {
      const token = await drawOn('cpu', logits, samplingControl(seed, 3, 2), 1);
      counts[token] = (counts[token] ?? 0) + 1;
    }
    const weights = [2, 1, 0].map(logit => Math.exp(logit / 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, token) => {
      expect(Math.abs((counts[token] ?? 0) / draws - weight / total)).toBeLessThan(0.03);
    });
    expect(counts[3]).toBe(0);
  });
});
