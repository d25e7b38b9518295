import type { Tape } from '../autodiff/tape';
import type { Backend, Memory, View } from '../gpu/backend';
import { sizeOf, type Tensor } from '../gpu/tensor';
import type { Carry } from '../models/mixer';
import type { Model } from '../models/model';

interface Entry {
  readonly block: number;
  readonly name: string;
  /** (B, ...): with the batch. */
  readonly shape: readonly number[];
  readonly label: string;
}

/** The state of B sequences of up to `capacity` tokens, all blocks together, and the cursor: shared by prefill and decoding plans. */
export class CarriedState {
  readonly cursor: Memory;
  readonly #backend: Backend;
  readonly #entries: readonly Entry[];
  readonly #memories: ReadonlyMap<string, Memory>;

  private constructor(
    backend: Backend,
    cursor: Memory,
    entries: readonly Entry[],
    memories: ReadonlyMap<string, Memory>,
  ) {
    this.#backend = backend;
    this.cursor = cursor;
    this.#entries = entries;
    this.#memories = memories;
  }

  /** Zero state. Throws MemoryError. */
  static async make(backend: Backend, model: Model, B: number, capacity: number): Promise<CarriedState> {
    const entries = model.blocks.flatMap(({ mixer, config }, block) =>
      mixer
        .state(config, model.config.d_model, capacity)
        .map(({ name, shape }): Entry => ({ block, name, shape: [B, ...shape], label: `state ${block} ${name}` })),
    );
    const memories = new Map<string, Memory>();
    memories.set('cursor', await backend.allocate('cursor', 'i32', 4));
    for (const { label, shape } of entries) memories.set(label, await backend.allocate(label, 'f32', sizeOf(shape)));
    const cursor = memories.get('cursor');
    if (!cursor) throw new Error('no cursor was made');
    return new CarriedState(backend, cursor, entries, memories);
  }

  /** What the blocks of a tape carry; `placed` then finds the same memories for every tape. */
  on(tape: Tape): { readonly cursor: Tensor; carry(block: number): Carry } {
    const cursor = tape.tensor('cursor', [4], 'persistent', 'i32');
    const tensors = new Map(
      this.#entries.map(({ label, shape }) => [label, tape.tensor(label, shape, 'persistent')] as const),
    );
    return {
      cursor,
      carry: block => ({
        cursor,
        state(name) {
          const tensor = tensors.get(`state ${block} ${name}`);
          if (!tensor) throw new Error(`block ${block} has no state '${name}'`);
          return tensor;
        },
      }),
    };
  }

  placed(tensor: Tensor): View | undefined {
    const memory = this.#memories.get(tensor.label);
    return memory && { memory, offset: 0, elements: memory.elements };
  }

  /** Position of the first token of the next call. */
  moveTo(position: number): void {
    this.#backend.write(this.cursor, Int32Array.of(position, 0, 0, 0));
  }

  /** Back to the start of a sequence. */
  clear(): void {
    for (const memory of this.#memories.values()) {
      const { type, elements } = memory;
      this.#backend.write(memory, type === 'i32' ? new Int32Array(elements) : new Float32Array(elements));
    }
  }

  free(): void {
    for (const memory of this.#memories.values()) this.#backend.free(memory);
  }
}
