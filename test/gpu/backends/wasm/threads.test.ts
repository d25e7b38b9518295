import { afterEach, beforeAll, expect, it } from 'vitest';
import { nodeSource } from '../../../../headless/node_wasm';
import { compileWasm } from '../../../../scripts/compile-wasm.mjs';
import { Heap } from '../../../../src/gpu/backends/wasm/heap';
import { type Call, Kernels } from '../../../../src/gpu/backends/wasm/module';
import { type Launch, Threads } from '../../../../src/gpu/backends/wasm/threads';

/**
 * `meet` waits until every thread has a unit, so that each is known to take part. Then it traps in the thread whose room to work in has
 * the address `guilty`. `count` counts units.
 */
const entry = `
export function meet(from: u32, to: u32, scratch: usize, counter: usize, threads: u32, guilty: usize): void {
  atomic.add<u32>(counter, to - from);
  for (let looks: u32 = 0; looks < 0x80000000 && atomic.load<u32>(counter) < threads; looks++) {}
  if (scratch === guilty) unreachable();
}
export function count(from: u32, to: u32, counter: usize): void {
  atomic.add<u32>(counter, to - from);
}`;
const parameters = {
  meet: ['from', 'to', 'scratch', 'counter', 'threads', 'guilty'],
  count: ['from', 'to', 'counter'],
};
const THREADS = 3;
const WORK = 1e6;

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await WebAssembly.compile(Uint8Array.from(await compileWasm({ relaxed: false, entry })));
});

let opened: Threads | undefined;
afterEach(() => opened?.stop());

interface Opened {
  readonly threads: Threads;
  readonly heap: Heap;
  readonly counter: Int32Array;
  /** Address of the counter. */
  readonly at: number;
}

/** `before`: bytes that are taken before the threads take theirs. */
function open(before = 0): Opened {
  const heap = new Heap();
  heap.take(before);
  const threads = new Threads(heap, module, new Kernels(module, heap.memory, parameters), THREADS, nodeSource().spawn);
  opened = threads;
  threads.widen(256);
  const at = heap.take(4) ?? 0;
  return { threads, heap, counter: new Int32Array(heap.memory.buffer, at, 1), at };
}

function meeting(at: number, guilty: number): Launch {
  // Places of `scratch` in `values` are counted behind from and to.
  const call: Call = { kernel: 'meet', units: THREADS, scratch: 256, values: [0, at, THREADS, guilty], scratchAt: 0 };
  return { call, from: 0, to: THREADS, work: WORK };
}

/** Counts units `from` to `units`. */
function counting(at: number, units: number, from = 0): Launch {
  return { call: { kernel: 'count', units, scratch: 0, values: [at], scratchAt: -1 }, from, to: units, work: WORK };
}

function run({ threads }: Opened, launches: readonly Launch[]): void {
  const list = threads.list(launches, 1);
  if (!list) throw new Error('no room');
  try {
    threads.run(list);
  } finally {
    threads.forget(list);
  }
}

/** The address of a thread's room: the rooms of 256 bytes follow each other in front of the counter. */
function roomOf({ at }: Opened, place: number): number {
  return at - 256 * (THREADS - place);
}

it('all threads take part, and each unit is done once', () => {
  const own = open();
  for (let round = 1; round <= 20; round++) {
    own.counter[0] = 0;
    run(own, [meeting(own.at, 0), counting(own.at, 1000), counting(own.at, 7), counting(own.at, 90, 50)]);
    expect(own.counter[0]).toBe(THREADS + 1047);
  }
});

it.each([0, 1, 2])('a trap in thread %i is an error that names the kernel, and the next list runs', place => {
  const own = open();
  for (let round = 0; round < 5; round++) {
    own.counter[0] = 0;
    expect(() => run(own, [meeting(own.at, roomOf(own, place)), counting(own.at, 1000)])).toThrow(
      "src/wasm: 'meet' failed: RuntimeError: unreachable",
    );
    expect(own.counter[0], 'no later launch has begun').toBe(THREADS);
    own.counter[0] = 0;
    run(own, [meeting(own.at, 0), counting(own.at, 1000)]);
    expect(own.counter[0]).toBe(THREADS + 1000);
  }
});

it('so is an error of what the first thread runs alone', () => {
  const own = open();
  const broken: Launch = {
    name: 'twin',
    alone() {
      throw new RangeError('out of bounds');
    },
  };
  own.counter[0] = 0;
  expect(() => run(own, [counting(own.at, 1000), broken, counting(own.at, 1)])).toThrow(
    "src/wasm: 'twin' failed: RangeError: out of bounds",
  );
  expect(own.counter[0]).toBe(1000);
});

it('lists and rooms may lie beyond 2 GiB', () => {
  const own = open(2 ** 31);
  expect(own.at).toBeGreaterThan(2 ** 31);
  own.counter[0] = 0;
  run(own, [meeting(own.at, 0), counting(own.at, 50)]);
  expect(own.counter[0]).toBe(THREADS + 50);
});

it('a wider room that there is no memory for leaves the threads theirs', () => {
  const own = open();
  expect(own.threads.widen(2 ** 31)).toBe(false);
  const held = own.heap.take(256) ?? 0;
  expect(held).toBeGreaterThan(own.at);
});
