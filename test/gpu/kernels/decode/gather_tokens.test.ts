import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../../src/gpu/backends/twin/twin';
import { gatherTokens } from '../../../../src/gpu/kernels/decode/gather_tokens';
import { compareKernel, runKernel } from '../../../support/kernel';
import { OUTPUT } from '../../../support/numbers';

const CAPACITY = 20;
const stream = Int32Array.from({ length: 2 * CAPACITY }, (_, i) => i);

function buffersAt(position: number, L: number): Record<'stream' | 'cursor' | 'tokens' | 'first', Int32Array> {
  return { stream, cursor: Int32Array.of(position, 0, 0, 0), tokens: new Int32Array(2 * L), first: new Int32Array(4) };
}

describe('gather_tokens', () => {
  it.each([
    [0, 3, [0, 1, 2]],
    [4, 3, [2, 3, 4]],
    [19, 3, [17, 18, 19]],
  ])('at cursor %i reads the %i tokens up to it, from 0 at the earliest', async (position, L, expected) => {
    const after = await runKernel(new TwinBackend(), gatherTokens, buffersAt(position, L), {
      B: 2,
      L,
      capacity: CAPACITY,
    });
    const second = expected.map(token => token + CAPACITY);
    expect([...(after.get('tokens') ?? [])]).toEqual([...expected, ...second]);
    expect(after.get('first')?.[0]).toBe(expected[0]);
  });

  it.each([
    [0, 1],
    [11, 5],
    [19, 20],
  ])('GPU equals twin at cursor %i, length %i', (position, L) =>
    compareKernel(gatherTokens, buffersAt(position, L), { B: 2, L, capacity: CAPACITY }, OUTPUT),
  );
});
