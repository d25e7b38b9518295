import type { Dispatch } from './dispatch';
import type { DType } from './dtype';
import { accumulating, type Use } from './kernel';
import { bytesOf, type Tensor } from './tensor';

/** Which dispatch writes first, and the slot of each activation. It follows from the recording alone, without a device. */
export interface MemoryPlan {
  /** Memories that activations of a dtype share. */
  readonly slots: readonly Slot[];
  /** Slot of each activation, by tensor id. */
  readonly slotOf: ReadonlyMap<number, number>;
  /** Bits of `Dims.accumulate` of each dispatch, in order. */
  readonly accumulate: readonly number[];
}

export interface Slot {
  readonly dtype: DType;
  readonly bytes: number;
}

/** A recording that cannot be replayed: it reads an activation that was never written, loses a gradient, or binds a wrong tensor. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Region key of a tensor written as a whole. */
const WHOLE = '';

/** Keys of the parts that a dispatch writes of a buffer. */
function partsOf({ regions }: Dispatch, name: string): readonly string[] {
  return [regions?.[name] ?? WHOLE].flat();
}

function usesOf(dispatch: Dispatch): [string, Tensor, Use][] {
  return Object.entries(dispatch.kernel.buffers).map(([name, use]) => {
    const tensor = dispatch.buffers[name];
    const { name: kernel, halves } = dispatch.kernel;
    if (tensor === undefined) throw new RecordingError(`${kernel}: no tensor for buffer '${name}'`);
    if ((tensor.dtype === 'f16') !== (halves?.includes(name) ?? false))
      throw new RecordingError(
        `${kernel}: '${tensor.label}' (${name}) is ${tensor.dtype}, which the shader does not read`,
      );
    return [name, tensor, use];
  });
}

/** Decides between first writes and accumulation, and lets activations with disjoint lives share memory. */
export function planMemory(dispatches: readonly Dispatch[]): MemoryPlan {
  const uses = dispatches.map(usesOf);
  refuseLost(dispatches, uses);
  const written = new Map<number, Set<string>>();
  const accumulate = dispatches.map((dispatch, index) => {
    const bits = accumulating(dispatch.kernel).reduce((mask, name, bit) => {
      const tensor = dispatch.buffers[name];
      const parts = tensor && written.get(tensor.id);
      const again = parts?.has(WHOLE) || partsOf(dispatch, name).every(part => parts?.has(part));
      return again ? mask | (1 << bit) : mask;
    }, 0);
    for (const [name, tensor, use] of uses[index] ?? []) {
      if (use === 'read' && tensor.lifetime === 'activation' && !written.has(tensor.id)) {
        throw new RecordingError(`${dispatch.kernel.name} reads '${tensor.label}' (${name}) before anything wrote it`);
      }
    }
    for (const [name, tensor, use] of uses[index] ?? []) {
      if (use === 'read') continue;
      const parts = written.get(tensor.id) ?? new Set();
      for (const part of partsOf(dispatch, name)) parts.add(part);
      written.set(tensor.id, parts);
    }
    return bits;
  });

  return { accumulate, ...assignSlots(livesOf(dispatches)) };
}

/** Throws RecordingError if a backward overwrites what another contributed to the same gradient, before anything has read it. */
function refuseLost(dispatches: readonly Dispatch[], uses: readonly ReturnType<typeof usesOf>[]): void {
  /** By tensor: the kernels that wrote its parts since it was last read. */
  const unread = new Map<number, readonly (readonly [part: string, kernel: string])[]>();
  for (const [index, dispatch] of dispatches.entries()) {
    const { name: kernel } = dispatch.kernel;
    for (const [name, tensor, use] of uses[index] ?? []) {
      const parts = partsOf(dispatch, name);
      const before = unread.get(tensor.id) ?? [];
      const lost = before.find(([part]) => part === WHOLE || parts.includes(WHOLE) || parts.includes(part));
      if (use === 'overwrite' && lost)
        throw new RecordingError(
          `${kernel} overwrites what ${lost[1]} contributed to '${tensor.label}' (${name}): record its op after all else that reads its input`,
        );
      // A kernel may also read a buffer that it writes, but not one that it accumulates.
      const left = use === 'accumulate' ? before : [];
      unread.set(tensor.id, use === 'read' ? [] : [...left, ...parts.map(part => [part, kernel] as const)]);
    }
  }
}

/** An activation from the first dispatch that uses it to the last, both included. */
export interface Life {
  readonly tensor: Tensor;
  readonly first: number;
  readonly last: number;
}

/** The lives of all activations, in the order of their first use. */
export function livesOf(dispatches: readonly Dispatch[]): Life[] {
  const lives = new Map<number, Life>();
  dispatches.forEach((dispatch, last) => {
    for (const [, tensor] of usesOf(dispatch)) {
      if (tensor.lifetime !== 'activation') continue;
      lives.set(tensor.id, { tensor, first: lives.get(tensor.id)?.first ?? last, last });
    }
  });
  return [...lives.values()];
}

/**
 * Places the largest activation first, each into the smallest slot that is free during its life, so no slot grows. Two tensors of one
 * dispatch never share a slot, since their lives overlap.
 */
function assignSlots(lives: readonly Life[]): { slots: Slot[]; slotOf: Map<number, number> } {
  const slots: (Slot & { readonly taken: Life[] })[] = [];
  const slotOf = new Map<number, number>();
  const bySize = [...lives].sort((a, b) => bytesOf(b.tensor) - bytesOf(a.tensor));
  for (const life of bySize) {
    const { tensor } = life;
    const fitting = slots.findLastIndex(
      ({ dtype, taken }) => dtype === tensor.dtype && !taken.some(other => overlap(life, other)),
    );
    const slot = fitting >= 0 ? fitting : slots.length;
    if (slot === slots.length) slots.push({ dtype: tensor.dtype, bytes: bytesOf(tensor), taken: [] });
    slots[slot]?.taken.push(life);
    slotOf.set(tensor.id, slot);
  }
  return { slots: slots.map(({ dtype, bytes }) => ({ dtype, bytes })), slotOf };
}

function overlap(a: Life, b: Life): boolean {
  return a.first <= b.last && b.first <= a.last;
}
