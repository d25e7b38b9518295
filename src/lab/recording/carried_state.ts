import { align, type Backend, elementsOf, type Memory, partOf, type View, wholeOf } from '../../gpu/backend';
import { BYTES } from '../../gpu/dtype';
import { type Held, holding } from '../../gpu/holding';
import { checkRoom } from '../../gpu/room';
import { sizeOf, type Tensor } from '../../gpu/tensor';
import type { Model } from '../../models/model';
import { layOutStates, type StateEntry } from '../../models/state_layout';

/** State of at most so many bytes lies in one memory. A long KV cache may exceed what a device can bind at once. */
const MOST_SHARED = 2 ** 26;

/** The state of B sequences of up to `capacity` tokens for all blocks, and the cursor. Prefill and decoding plans share it. */
export class CarriedState {
  readonly cursor: Memory;
  /** All state, as models/state_layout.ts lays it out; absent if it is too large for one memory. */
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
    const bytes = elements * BYTES.f32;
    const whole = bytes <= Math.min(MOST_SHARED, backend.room.each);
    const parts = entries.map(({ label, shape }) => ({ label, bytes: align(sizeOf(shape) * BYTES.f32) }));
    checkRoom(backend, whole ? [{ label: 'state', bytes }] : parts, backend.counters.bytes);
    return holding(async held => {
      const cursor = await held.allocate(backend, 'cursor', 'i32', 4 * BYTES.i32);
      const shared = whole ? await held.allocate(backend, 'state', 'f32', bytes) : undefined;
      const views = new Map<string, View>([['cursor', wholeOf(cursor)]]);
      for (const [i, { label, shape, offset }] of entries.entries()) {
        const memory = shared ?? (await held.allocate(backend, label, 'f32', parts[i]?.bytes ?? 0));
        views.set(label, partOf(wholeOf(memory), shared ? offset : 0, sizeOf(shape)));
      }
      return new CarriedState(backend, cursor, shared, entries, views, held);
    });
  }

  /** Every tape finds the same memories. */
  placed(tensor: Tensor): View | undefined {
    return this.#views.get(tensor.label);
  }

  /** Position of the first token of the next call. */
  moveTo(position: number): void {
    this.#backend.write(wholeOf(this.cursor), Int32Array.of(position, 0, 0, 0));
  }

  /** Back to the start of a sequence. */
  clear(): void {
    for (const memory of new Set([...this.#views.values()].map(view => view.memory))) {
      const whole = wholeOf(memory);
      this.#backend.write(whole, new Float32Array(elementsOf(whole)));
    }
  }

  free(): void {
    this.#held.free();
  }
}
