import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../../src/gpu/backend';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { sampleToken, selectRow } from '../../../../src/gpu/kernels/decode/sampling';
import { pcg3d, randomAt } from '../../../../src/gpu/random';
import { gpuBackend } from '../../../support/gpu';
import { compareKernel, runKernel } from '../../../support/kernel';
import { OUTPUT, randoms } from '../../../support/numbers';

interface Draw {
  readonly logits: Float64Array;
  readonly B?: number;
  readonly seed?: number;
  readonly topK?: number;
  readonly given?: number;
  readonly temperature: number;
  readonly position?: number;
}

const CAPACITY = 16;

/** The new token of each sequence, the token that was chosen for its place, and the cursor after that. */
async function draw(
  backend: Backend,
  { logits, B = 1, seed = 1, topK = 0, given = 0, temperature, position = 3 }: Draw,
): Promise<{ tokens: number[]; chosen: number[]; cursor: number }> {
  const buffers = {
    logits,
    control: Int32Array.of(seed, topK, given, 0),
    temperature: Float64Array.of(temperature, 0, 0, 0),
    cursor: Int32Array.of(position, 0, 0, 0),
    stream: new Int32Array(2 * B * CAPACITY).fill(-7),
  };
  const dims = { B, V: logits.length / B, capacity: CAPACITY, advance: 2 };
  const after = await runKernel(backend, sampleToken, buffers, dims);
  const stream = after.get('stream') ?? [];
  const at = (sequence: number): number => Number(stream[sequence * CAPACITY + position + 2]);
  return {
    tokens: Array.from({ length: B }, (_, b) => at(b)),
    chosen: Array.from({ length: B }, (_, b) => at(B + b)),
    cursor: Number(after.get('cursor')?.[0]),
  };
}

async function both(): Promise<Backend[]> {
  return [new TwinBackend(), await gpuBackend()];
}

describe('sampling', () => {
  it('pcg3d gives known words', () => {
    expect(pcg3d(0, 0, 0)).toEqual([2611992518, 2833812075, 1058359340]);
    expect(pcg3d(1, 2, 3)).toEqual([4204755366, 1223881804, 1500469937]);
    expect(pcg3d(0xffffffff, 7, 0x80000000)).toEqual([1223855885, 606582131, 3355909077]);
  });

  it('randomAt is in [0, 1), even, and depends on each argument', () => {
    const values = Array.from({ length: 4000 }, (_, i) => randomAt(5, i, 0));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / 4000 - 0.5)).toBeLessThan(0.02);
    expect(new Set([randomAt(5, 1, 0), randomAt(6, 1, 0), randomAt(5, 2, 0), randomAt(5, 1, 1)]).size).toBe(4);
  });

  it('greedy takes the lowest of the largest logits', async () => {
    for (const backend of await both()) {
      for (const V of [2, 63, 64, 65, 300]) {
        const logits = randoms(V, V);
        logits[V - 1] = 5;
        logits[Math.floor(V / 2)] = 5;
        const { tokens, cursor } = await draw(backend, { logits, temperature: 0 });
        expect(tokens, `${backend.kind}, V ${V}`).toEqual([Math.floor(V / 2)]);
        expect(cursor).toBe(5);
      }
    }
  });

  it('draws the same tokens on both backends, each sequence its own', async () => {
    const [cpu, gpu] = [new TwinBackend(), await gpuBackend()];
    const drawn = new Set<number>();
    for (const [topK, V, position] of [
      [0, 97, 1],
      [1, 97, 2],
      [5, 97, 3],
      [96, 97, 4],
      [200, 97, 5],
      [40, 3000, 6],
      [0, 3000, 7],
    ] as const) {
      const given = { logits: randoms(3 * V, V, 3), B: 3, topK, position, seed: 0xdeadbeef | 0, temperature: 0.9 };
      const expected = await draw(cpu, given);
      expect(await draw(gpu, given), `top ${topK} of ${V}`).toEqual(expected);
      for (const token of expected.tokens) drawn.add(token);
    }
    expect(drawn.size).toBeGreaterThan(10);
  });

  it('draws in proportion to the softmax at the temperature, cut to the top k', async () => {
    const logits = Float64Array.of(2, 1, -1, 0);
    const backend = await gpuBackend();
    // Many sequences at once: every one has its own random number.
    const B = 1500;
    const repeated = Float64Array.from({ length: 4 * B }, (_, i) => logits[i % 4] ?? 0);
    const { tokens } = await draw(backend, { logits: repeated, B, topK: 3, temperature: 2 });
    const weights = Array.from(logits, (logit, v) => (v === 2 ? 0 : Math.exp(logit / 2)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, v) => {
      const share = tokens.filter(token => token === v).length / B;
      expect(Math.abs(share - weight / total), `token ${v}`).toBeLessThan(0.05);
    });
    expect(tokens).not.toContain(2);
  });

  it.each([
    ['1, 3, 3, 0', [1, 3, 3, 0], 1, [1]],
    ['1, 3, 3, 0', [1, 3, 3, 0], 2, [1, 2]],
    ['both signs', [-9, -1, -2, -1, -9, -2], 3, [1, 2, 3]],
    ['zeros of both signs', [-1, 0, -0, 0], 2, [1, 2]],
    ['all alike', Array(300).fill(0.5), 4, [0, 1, 2, 3]],
    ['more than there are', [0, 0, 0], 7, [0, 1, 2]],
    ['all', [0, 0, 0], 0, [0, 1, 2]],
    ['as many as there are', [0, 0, 0], 3, [0, 1, 2]],
  ])('keeps exactly k tokens, of equal ones the lowest: %s, k %#', async (_, logits, topK, kept) => {
    const B = 60;
    const repeated = Float64Array.from({ length: B * logits.length }, (__, i) => logits[i % logits.length]);
    for (const backend of await both()) {
      const { tokens } = await draw(backend, { logits: repeated, B, topK, temperature: 5 });
      expect([...new Set(tokens)].sort(), backend.kind).toEqual(kept);
    }
  });

  it('a tiny temperature is greedy, and a huge one is uniform', async () => {
    const B = 200;
    const repeated = Float64Array.from({ length: 4 * B }, (_, i) => [-1, 2, 1, 2.5][i % 4] ?? 0);
    for (const backend of await both()) {
      expect(new Set((await draw(backend, { logits: repeated, B, temperature: 1e-30 })).tokens)).toEqual(new Set([3]));
      const { tokens } = await draw(backend, { logits: repeated, B, temperature: 1e30 });
      for (const v of [0, 1, 2, 3])
        expect(tokens.filter(token => token === v).length, backend.kind).toBeGreaterThan(25);
    }
  });

  it('given tokens stay, chosen ones are kept beside them, and nothing is written beyond the capacity', async () => {
    for (const backend of await both()) {
      const logits = Float64Array.of(0, 1, 5, 1, 0);
      const given = await draw(backend, { logits, temperature: 0, given: 6 });
      expect(given).toEqual({ tokens: [-7], chosen: [2], cursor: 5 });
      const free = await draw(backend, { logits, temperature: 0, given: 5 });
      expect(free).toEqual({ tokens: [2], chosen: [2], cursor: 5 });
      const late = await draw(backend, { logits: randoms(10, 1), B: 2, temperature: 0, position: 14 });
      expect(late).toEqual({ tokens: [-7, -7], chosen: [-7, Number.NaN], cursor: 16 });
    }
  });

  it('chooses nothing if a logit is not finite; other sequences are unaffected', async () => {
    for (const backend of await both()) {
      for (const strange of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const [temperature, topK] of [
          [0, 0],
          [1, 2],
        ] as const) {
          const logits = Float64Array.from({ length: 3 * 70 }, (_, i) => (i % 70 === 68 ? 90 : 0));
          logits[70 + 69] = strange;
          const { chosen, tokens } = await draw(backend, { logits, B: 3, temperature, topK });
          expect(chosen, `${backend.kind}, ${strange}`).toEqual([68, -1, 68]);
          expect(tokens[1], 'what is read next is a token').toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('treats NaN as the smallest number, infinities as the largest and the smallest', async () => {
    const { NaN: none, POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
    for (const backend of await both()) {
      for (const temperature of [0, 1]) {
        const first = async (logits: readonly number[], topK: number): Promise<number | undefined> =>
          (await draw(backend, { logits: Float64Array.from(logits), temperature, topK })).tokens[0];
        expect(await first(Array(70).fill(none), 1), backend.kind).toBe(0);
        expect(await first([none, -3, 4, none], 1)).toBe(2);
        expect(await first([none, 4, most, most, least], 1)).toBe(2);
        expect(await first([least, none, -1e30], 1)).toBe(2);
      }
    }
  });

  it.each([
    [0, 5],
    [1, 0],
    [1, 3],
    [1, 99],
  ])('select_row: GPU equals twin, at_cursor %i, cursor %i', (at_cursor, position) =>
    compareKernel(
      selectRow,
      { x: randoms(3 * 7 * 67, 1), cursor: Int32Array.of(position, 0, 0, 0), y: new Float64Array(3 * 67) },
      { B: 3, L: 7, D: 67, at_cursor },
      OUTPUT,
    ),
  );
});
