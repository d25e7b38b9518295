import { align, type Memory, type View } from './backend';
import type { Dispatch } from './dispatch';
import { type MemoryPlan, planMemory } from './memory';
import { bytesOf, type Tensor } from './tensor';

export interface PlanSource {
  /** Lists of dispatches by name, in the order in which a full step runs them. */
  readonly lists: Readonly<Record<string, readonly Dispatch[]>>;
  /** Places of tensors that others own: parameters by name, carried state, batches. */
  placed(tensor: Tensor): View | undefined;
  /** Tensors that lie in another one, by their ids. */
  readonly within?: ReadonlyMap<number, Part> | undefined;
}

/** Part of a tensor. */
export interface Part {
  readonly of: Tensor;
  /** In bytes, aligned. */
  readonly offset: number;
}

export type PlannedMemory = Pick<Memory, 'label' | 'dtype' | 'bytes'>;

/** Each memory that a plan would allocate. Allocates nothing. */
export function plannedMemories(source: PlanSource): readonly PlannedMemory[] {
  const dispatches = Object.values(source.lists).flat();
  return layOut(dispatches, planMemory(dispatches), source).memories;
}

interface Place {
  readonly tensor: Tensor;
  /** Index into `memories`. */
  readonly memory: number;
}

interface Layout {
  readonly memories: readonly PlannedMemory[];
  readonly places: readonly Place[];
  readonly given: ReadonlyMap<number, View>;
  readonly parts: readonly (Part & { readonly tensor: Tensor })[];
}

/** The memories that the plan itself allocates, and each tensor's place in them. */
export function layOut(dispatches: readonly Dispatch[], plan: MemoryPlan, source: PlanSource): Layout {
  const tensors = new Map<number, Tensor>();
  for (const dispatch of dispatches)
    for (const tensor of Object.values(dispatch.buffers)) tensors.set(tensor.id, tensor);
  const memories: PlannedMemory[] = plan.slots.map(({ dtype, bytes }, slot) => ({
    label: `activations ${slot}`,
    dtype,
    bytes: align(bytes),
  }));
  const places: Place[] = [];
  const given = new Map<number, View>();
  const parts: (Part & { readonly tensor: Tensor })[] = [];
  for (const tensor of tensors.values()) {
    const view = source.placed(tensor);
    const slot = plan.slotOf.get(tensor.id);
    const part = source.within?.get(tensor.id);
    if (part) parts.push({ tensor, ...part });
    else if (view) given.set(tensor.id, view);
    else if (tensor.lifetime === 'activation' && slot !== undefined) places.push({ tensor, memory: slot });
    else if (tensor.lifetime === 'parameter') throw new Error(`no place was given for parameter '${tensor.label}'`);
    else {
      places.push({ tensor, memory: memories.length });
      memories.push({ label: tensor.label, dtype: tensor.dtype, bytes: align(bytesOf(tensor)) });
    }
  }
  return { memories, places, given, parts };
}

export function placeTensors(layout: Layout, memories: readonly Memory[]): Map<number, View> {
  const views = new Map(layout.given);
  for (const { tensor, memory } of layout.places) {
    const owned = memories[memory];
    if (owned) views.set(tensor.id, { memory: owned, offset: 0, bytes: bytesOf(tensor) });
  }
  for (const { tensor, of, offset } of layout.parts) {
    const whole = views.get(of.id);
    if (whole) views.set(tensor.id, { ...whole, offset: whole.offset + offset, bytes: bytesOf(tensor) });
  }
  return views;
}
