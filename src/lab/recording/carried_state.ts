import { align, type Backend, type Memory, type View } from '../../gpu/backend';
import { type Held, holding } from '../../gpu/holding';
import { checkRoom } from '../../gpu/room';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Model } from '../../models/model';
import { layOutStates, type StateEntry } from '../../models/state_layout';

/** State up to this size lies in one memory, 64 MiB; a device may not bind as much at once as a long KV cache needs. */
const MOST_SHARED = 2 ** 24;

/** The state of B sequences of up to `capacity` tokens, all blocks together, and the cursor: shared by prefill and decoding plans. */
export class CarriedState {
  readonly cursor: Memory;
  /** All of it as models/state_layout.ts lays it out; absent where it is too large for one memory. */
  readonly arena: Memory | undefined;
  /** For a recording that carries it. */
  readonly entries: readonly StateEntry[];
  readonly #backend: Backend;
  readonly #views: ReadonlyMap<string, View>;
  readonly #held: Held;

  private constructor(
    backend: Backend,
    cursor: Memory,
    arena: Memory | undefined,
    entries: readonly StateEntry[],
    views: ReadonlyMap<string, View>,
    held: Held,
  ) {
    this.#backend = backend;
    this.cursor = cursor;
    this.arena = arena;
    this.entries = entries;
    this.#views = views;
    this.#held = held;
  }

  /** Zero state. Throws MemoryError. */
  static async make(backend: Backend, model: Model, B: number, capacity: number): Promise<CarriedState> {
    const { entries, elements } = layOutStates(model, B, capacity);
    const parts = entries.map(({ label, shape }) => ({ label, bytes: 4 * align(sizeOf(shape)) }));
    const whole = [{ label: 'state', bytes: 4 * elements }];
    checkRoom(backend, elements > MOST_SHARED ? parts : whole, backend.counters.bytes);
    return holding(async held => {
      const cursor = await held.allocate(backend, 'cursor', 'i32', 4);
      const shared = elements > MOST_SHARED ? undefined : await held.allocate(backend, 'state', 'f32', elements);
      const views = new Map<string, View>([['cursor', { memory: cursor, offset: 0, elements: 4 }]]);
      for (const { label, shape, offset } of entries) {
        const size = sizeOf(shape);
        const memory = shared ?? (await held.allocate(backend, label, 'f32', align(size)));
        views.set(label, { memory, offset: shared ? offset : 0, elements: size });
      }
      return new CarriedState(backend, cursor, shared, entries, views, held);
    });
  }

  /** Finds the same memories for every tape. */
  placed(tensor: Tensor): View | undefined {
    return this.#views.get(tensor.label);
  }

  /** Position of the first token of the next call. */
  moveTo(position: number): void {
    this.#backend.write(this.cursor, Int32Array.of(position, 0, 0, 0));
  }

  /** Back to the start of a sequence. */
  clear(): void {
    for (const memory of new Set([...this.#views.values()].map(view => view.memory))) {
      const { type, elements } = memory;
      this.#backend.write(memory, type === 'i32' ? new Int32Array(elements) : new Float32Array(elements));
    }
  }

  free(): void {
    this.#held.free();
  }
}
