import { LEAST_FLOAT32 } from '../../float32';
import { type Backend, type Memory, partOf, type View, wholeOf } from '../../gpu/backend';
import { BYTES } from '../../gpu/dtype';
import { holding } from '../../gpu/holding';
import type { Tensor } from '../../gpu/tensor';
import type { Choosing, Given } from './choosing';

interface SequenceMemories {
  /** i32 (2, 1, capacity): its tokens, then the chosen token at each position. */
  readonly stream: Memory;
  /** i32 (4): seed, top k, tokens given, and tokens of a dispatch. */
  readonly control: Memory;
  /** (4): [0]. */
  readonly temperature: Memory;
}

/** One sequence on the device, B = 1, and how its tokens are chosen. Every sampling recording finds it by labels. */
export class Sequence {
  readonly capacity: number;
  readonly memories: SequenceMemories;
  readonly #backend: Backend;
  readonly #choosing: Choosing;
  readonly #views: ReadonlyMap<string, View>;
  #given = 0;

  private constructor(backend: Backend, capacity: number, choosing: Choosing, memories: SequenceMemories) {
    this.#backend = backend;
    this.capacity = capacity;
    this.#choosing = choosing;
    this.memories = memories;
    this.#views = new Map(Object.entries<Memory>({ ...memories }).map(([label, memory]) => [label, wholeOf(memory)]));
  }

  /** Throws MemoryError. */
  static make(backend: Backend, capacity: number, choosing: Choosing): Promise<Sequence> {
    return holding(async held => {
      const stream = await held.allocate(backend, 'stream', 'i32', 2 * capacity * BYTES.i32);
      const control = await held.allocate(backend, 'control', 'i32', 4 * BYTES.i32);
      const temperature = await held.allocate(backend, 'temperature', 'f32', 4 * BYTES.f32);
      backend.write(wholeOf(temperature), Float64Array.of(heldTemperature(choosing.temperature), 0, 0, 0));
      return new Sequence(backend, capacity, choosing, { stream, control, temperature });
    });
  }

  placed({ label }: Tensor): View | undefined {
    return this.#views.get(label);
  }

  begin({ tokens }: Given): void {
    this.#given = tokens.length;
    this.#backend.write(wholeOf(this.memories.stream), tokens);
    this.ask(1);
  }

  /** From now on a decoding dispatch chooses so many tokens. */
  ask(tokens: number): void {
    const { seed, topK } = this.#choosing;
    this.#backend.write(wholeOf(this.memories.control), Int32Array.of(seed, topK, this.#given, tokens));
  }

  /** The tokens chosen for `count` positions. */
  async chosen(first: number, count: number): Promise<Int32Array> {
    const view = partOf(wholeOf(this.memories.stream), this.capacity + first, count);
    return Int32Array.from(await this.#backend.read(view));
  }

  free(): void {
    for (const { memory } of this.#views.values()) this.#backend.free(memory);
  }
}

/** A temperature that devices can hold; one that is too small becomes 0 (greedy), which is almost the same. */
export function heldTemperature(temperature: number): number {
  return temperature < LEAST_FLOAT32 ? 0 : temperature;
}
