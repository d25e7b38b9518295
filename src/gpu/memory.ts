import type { Dispatch } from './dispatch';
import { accumulating, type Use } from './kernel';
import { sizeOf, type Tensor } from './tensor';

/** Which dispatch writes, and where each activation lives. Pure: made from the recording alone, without a device. */
export interface MemoryPlan {
  /** Elements of each slot that activations share. */
  readonly slots: readonly number[];
  /** Slot of each activation, by tensor id. */
  readonly slotOf: ReadonlyMap<number, number>;
  /** Bits of `Dims.accumulate` of each dispatch, in order. */
  readonly accumulate: readonly number[];
}

/** A recording that cannot be replayed: a gradient or activation is read before anything wrote it. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Region key of a tensor written as a whole. */
const WHOLE = '';

function usesOf(dispatch: Dispatch): [string, Tensor, Use][] {
  return Object.entries(dispatch.kernel.buffers).map(([name, use]) => {
    const tensor = dispatch.buffers[name];
    if (tensor === undefined) throw new RecordingError(`${dispatch.kernel.name}: no tensor for buffer '${name}'`);
    return [name, tensor, use];
  });
}

/** Decides first writes against accumulation, and reuses memory of activations by liveness. */
export function planMemory(dispatches: readonly Dispatch[]): MemoryPlan {
  const uses = dispatches.map(usesOf);
  const lastUse = new Map<number, number>();
  uses.forEach((tensors, index) => {
    for (const [, tensor] of tensors) lastUse.set(tensor.id, index);
  });

  const written = new Map<number, Set<string>>();
  const accumulate = dispatches.map((dispatch, index) => {
    const bits = accumulating(dispatch.kernel).reduce((mask, name, bit) => {
      const tensor = dispatch.buffers[name];
      const parts = tensor && written.get(tensor.id);
      const again = parts?.has(WHOLE) || parts?.has(dispatch.regions?.[name] ?? WHOLE);
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
      written.set(tensor.id, parts.add(dispatch.regions?.[name] ?? WHOLE));
    }
    return bits;
  });

  return { accumulate, ...assignSlots(uses, lastUse) };
}

/** Best fit; where none fits, the largest free slot grows, since slots have no memory yet. */
function assignSlots(
  uses: readonly (readonly [string, Tensor, Use][])[],
  lastUse: ReadonlyMap<number, number>,
): { slots: number[]; slotOf: Map<number, number> } {
  const slots: number[] = [];
  const slotOf = new Map<number, number>();
  const free = new Set<number>();
  uses.forEach((tensors, index) => {
    const activations = tensors.map(([, tensor]) => tensor).filter(tensor => tensor.lifetime === 'activation');
    for (const tensor of activations) {
      if (slotOf.has(tensor.id)) continue;
      const slot = takeSlot(slots, free, sizeOf(tensor.shape));
      slotOf.set(tensor.id, slot);
    }
    for (const tensor of activations) {
      const slot = slotOf.get(tensor.id);
      if (slot !== undefined && lastUse.get(tensor.id) === index) free.add(slot);
    }
  });
  return { slots, slotOf };
}

function takeSlot(slots: number[], free: Set<number>, elements: number): number {
  const extent = (slot: number): number => slots[slot] ?? 0;
  const byExtent = [...free].sort((a, b) => extent(a) - extent(b));
  const slot = byExtent.find(candidate => extent(candidate) >= elements) ?? byExtent.at(-1) ?? slots.length;
  slots[slot] = Math.max(extent(slot), elements);
  free.delete(slot);
  return slot;
}
