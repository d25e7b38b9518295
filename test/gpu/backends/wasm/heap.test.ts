import { expect, it } from 'vitest';
import { Heap } from '../../../../src/gpu/backends/wasm/heap';
import { seeded } from '../../../support/numbers';

const PAGE = 65536;

function take(heap: Heap, bytes: number): number {
  const at = heap.take(bytes);
  if (at === undefined) throw new Error(`no room for ${bytes} bytes`);
  return at;
}

function bytesAt(heap: Heap, at: number, bytes: number): Uint8Array {
  return new Uint8Array(heap.memory.buffer, at, bytes);
}

it('gives pieces that are aligned, apart, and zero, also where something was written before', () => {
  const heap = new Heap([64]);
  const random = seeded(1);
  const held = new Map<number, number>();
  for (let round = 0; round < 2000; round++) {
    const [first] = held;
    if (first && (held.size > 20 || random() < 0.4)) {
      const [at, bytes] = [...held][Math.floor(random() * held.size)] ?? first;
      heap.give(at, bytes);
      held.delete(at);
      continue;
    }
    const bytes = Math.floor(random() ** 3 * 5000);
    const at = take(heap, bytes);
    expect(at % 256).toBe(0);
    expect(at).toBeGreaterThan(0);
    for (const [other, size] of held) expect(at >= other + size || other >= at + Math.max(1, bytes)).toBe(true);
    expect(bytesAt(heap, at, bytes).every(value => value === 0)).toBe(true);
    bytesAt(heap, at, bytes).fill(255);
    held.set(at, bytes);
  }
  // All of it fits what 20 pieces of 5,000 bytes, and the gaps between them, need: nothing is lost from round to round.
  expect(heap.memory.buffer.byteLength).toBeLessThanOrEqual(4 * PAGE);
});

it('joins what was given back, in any order, and also with what was never taken', () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [0, 2, 1],
    [1, 2, 0],
  ]) {
    const heap = new Heap([64]);
    const pieces = [1000, 3 * PAGE, 500].map(bytes => ({ at: take(heap, bytes), bytes }));
    for (const index of order) {
      const { at = 0, bytes = 0 } = pieces[index] ?? {};
      heap.give(at, bytes);
    }
    expect(take(heap, 60 * PAGE)).toBe(pieces[0]?.at);
  }
});

it('refuses what it has no room for, and gives the rest as before', () => {
  const heap = new Heap([16]);
  expect(heap.most).toBe(16 * PAGE);
  const at = take(heap, 10 * PAGE);
  expect(heap.take(7 * PAGE)).toBeUndefined();
  const rest = take(heap, 5 * PAGE);
  expect(heap.take(1 * PAGE)).toBeUndefined();
  heap.give(at, 10 * PAGE);
  expect(take(heap, 10 * PAGE)).toBe(at);
  expect(rest).toBe(at + 10 * PAGE);
});

it('reserves less where so much cannot be reserved', () => {
  expect(new Heap([2 ** 17, 32]).most).toBe(32 * PAGE);
  expect(() => new Heap([2 ** 17])).toThrow(RangeError);
});
