import {
  ALIGNMENT,
  align,
  type Backend,
  type HostArray,
  type Memory,
  type PlacedDispatch,
  type Replay,
  type Stop,
  type View,
} from './backend';
import type { Dispatch } from './dispatch';
import { type Held, holding } from './holding';
import { type MemoryPlan, planMemory } from './memory';
import { checkRoom } from './room';
import { sizeOf, type Tensor } from './tensor';

/** What a plan is made from. */
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
  /** In elements; a multiple of ALIGNMENT. */
  readonly offset: number;
}

interface PlannedMemory {
  readonly label: string;
  readonly bytes: number;
}

/** Each memory that a plan would allocate. Allocates nothing. */
export function plannedMemories(source: PlanSource): PlannedMemory[] {
  const dispatches = Object.values(source.lists).flat();
  return plannedBy(layOut(dispatches, planMemory(dispatches), source));
}

function plannedBy({ memories }: Layout): PlannedMemory[] {
  return memories.map(({ label, elements }) => ({ label, bytes: 4 * elements }));
}

/** A recording with memory, pipelines, and bind groups: made once, replayed every step. */
export class Plan {
  readonly #backend: Backend;
  readonly #replays: ReadonlyMap<string, Replay>;
  readonly #views: ReadonlyMap<number, View>;
  /** Of all memories that it allocated. */
  readonly bytes: number;
  readonly #held: Held;

  private constructor(
    backend: Backend,
    replays: ReadonlyMap<string, Replay>,
    views: ReadonlyMap<number, View>,
    bytes: number,
    held: Held,
  ) {
    this.#backend = backend;
    this.#replays = replays;
    this.#views = views;
    this.bytes = bytes;
    this.#held = held;
  }

  static async make(
    backend: Backend,
    source: PlanSource,
    progress?: (done: number, total: number) => void,
  ): Promise<Plan> {
    const dispatches = Object.values(source.lists).flat();
    const memory = planMemory(dispatches);
    const layout = layOut(dispatches, memory, source);
    const planned = plannedBy(layout);
    checkRoom(backend, planned);
    return holding(async held => {
      const memories: Memory[] = [];
      for (const { label, type, elements } of layout.memories) {
        memories.push(await held.allocate(backend, label, type, elements));
      }
      const views = placeTensors(layout, memories);
      writeConstants(backend, dispatches, views);
      const replays = await prepareAll(backend, placeLists(source.lists, views, memory.accumulate), progress);
      for (const replay of replays.values()) held.take(replay, taken => backend.release(taken));
      const bytes = planned.reduce((sum, each) => sum + each.bytes, 0);
      return new Plan(backend, replays, views, bytes, held);
    });
  }

  /** Runs the named lists, `times` over; see Backend.submit. Nothing else may use the plan until it resolves. */
  run(names: readonly string[], times = 1, stop?: Stop, committed = 0): Promise<boolean> {
    const once = names.map(name => this.#replay(name));
    const all = times === 1 ? once : Array.from({ length: times }, () => once).flat();
    return this.#backend.submit(all, stop, committed);
  }

  /** Compiles what `hasten` needs, beside other work. Rejects when the device is lost. */
  async warm(): Promise<void> {
    await Promise.all([...this.#replays.values()].map(replay => this.#backend.warm(replay)));
  }

  /** From now on runs, where they are faster, variants that compile slowly. Rejects when the device is lost. */
  async hasten(): Promise<void> {
    await Promise.all([...this.#replays.values()].map(replay => this.#backend.hasten(replay)));
  }

  /** Dispatches of the named list. */
  dispatches(name: string): number {
    return this.#replay(name).dispatches;
  }

  /** Where a tensor of the recording lives. Activations share memory: only meaningful right after their last write. */
  view(tensor: Tensor): View {
    const view = this.#views.get(tensor.id);
    if (!view) throw new Error(`'${tensor.label}' is not part of this plan`);
    return view;
  }

  /** Whether a dispatch reads or writes the tensor: only then has it a place. */
  has(tensor: Tensor): boolean {
    return this.#views.has(tensor.id);
  }

  write(tensor: Tensor, values: HostArray): void {
    const { memory, offset } = this.view(tensor);
    this.#backend.write(memory, values, offset);
  }

  /** All of a tensor, or its first `elements`. Rejects when the device is lost. */
  read(tensor: Tensor, elements?: number): Promise<HostArray> {
    const { memory, offset, elements: all } = this.view(tensor);
    return this.#backend.read(memory, offset, elements ?? all);
  }

  destroy(): void {
    this.#held.free();
  }

  #replay(name: string): Replay {
    const replay = this.#replays.get(name);
    if (!replay) throw new Error(`the plan has no list '${name}'`);
    return replay;
  }
}

interface Place {
  readonly tensor: Tensor;
  /** Index into `memories`. */
  readonly memory: number;
  readonly offset: number;
}

interface Layout {
  readonly memories: readonly { label: string; type: Tensor['type']; elements: number }[];
  readonly places: readonly Place[];
  readonly given: ReadonlyMap<number, View>;
  readonly parts: readonly (Part & { readonly tensor: Tensor })[];
}

/** What the plan itself must allocate, and where in it each tensor goes. */
function layOut(dispatches: readonly Dispatch[], plan: MemoryPlan, source: PlanSource): Layout {
  const tensors = new Map<number, Tensor>();
  for (const dispatch of dispatches)
    for (const tensor of Object.values(dispatch.buffers)) tensors.set(tensor.id, tensor);
  const memories: { label: string; type: Tensor['type']; elements: number }[] = plan.slots.map((elements, slot) => ({
    label: `activations ${slot}`,
    type: 'f32',
    elements: align(elements),
  }));
  const places: Place[] = [];
  const given = new Map<number, View>();
  const partials: Tensor[] = [];
  const parts: (Part & { readonly tensor: Tensor })[] = [];
  for (const tensor of tensors.values()) {
    const view = source.placed(tensor);
    const slot = plan.slotOf.get(tensor.id);
    const part = source.within?.get(tensor.id);
    if (part) parts.push({ tensor, ...part });
    else if (view) given.set(tensor.id, view);
    else if (tensor.lifetime === 'partial') partials.push(tensor);
    else if (tensor.lifetime === 'activation' && slot !== undefined) places.push({ tensor, memory: slot, offset: 0 });
    else if (tensor.lifetime === 'parameter') throw new Error(`no place was given for parameter '${tensor.label}'`);
    else {
      places.push({ tensor, memory: memories.length, offset: 0 });
      memories.push({ label: tensor.label, type: tensor.type, elements: align(sizeOf(tensor.shape)) });
    }
  }
  let offset = 0;
  for (const tensor of partials) {
    places.push({ tensor, memory: memories.length, offset });
    offset += align(sizeOf(tensor.shape));
  }
  if (partials.length > 0) memories.push({ label: 'partials', type: 'f32', elements: Math.max(offset, ALIGNMENT) });
  return { memories, places, given, parts };
}

function placeTensors(layout: Layout, memories: readonly Memory[]): Map<number, View> {
  const views = new Map(layout.given);
  for (const { tensor, memory, offset } of layout.places) {
    const owned = memories[memory];
    if (owned) views.set(tensor.id, { memory: owned, offset, elements: sizeOf(tensor.shape) });
  }
  for (const { tensor, of, offset } of layout.parts) {
    const whole = views.get(of.id);
    if (whole) views.set(tensor.id, { ...whole, offset: whole.offset + offset, elements: sizeOf(tensor.shape) });
  }
  return views;
}

function writeConstants(backend: Backend, dispatches: readonly Dispatch[], views: ReadonlyMap<number, View>): void {
  const constants = new Set(dispatches.flatMap(({ buffers }) => Object.values(buffers)).filter(({ values }) => values));
  for (const { id, values } of constants) {
    const view = views.get(id);
    if (view && values) backend.write(view.memory, values, view.offset);
  }
}

type Placed = readonly (readonly [name: string, list: readonly PlacedDispatch[]])[];

function placeLists(
  lists: PlanSource['lists'],
  views: ReadonlyMap<number, View>,
  accumulate: readonly number[],
): Placed {
  let next = 0;
  return Object.entries(lists).map(
    ([name, list]) => [name, list.map(dispatch => place(dispatch, views, accumulate[next++] ?? 0))] as const,
  );
}

/** All lists compile side by side; where one fails, none is kept. */
async function prepareAll(
  backend: Backend,
  lists: Placed,
  progress?: (done: number, total: number) => void,
): Promise<Map<string, Replay>> {
  const parts = lists.map(() => ({ done: 0, total: 0 }));
  const sum = (of: 'done' | 'total'): number => parts.reduce((all, part) => all + part[of], 0);
  const results = await Promise.allSettled(
    lists.map(([, list], index) =>
      backend.prepare(list, (done, total) => {
        parts[index] = { done, total };
        progress?.(sum('done'), sum('total'));
      }),
    ),
  );
  const replays = new Map<string, Replay>();
  lists.forEach(([name], index) => {
    const result = results[index];
    if (result?.status === 'fulfilled') replays.set(name, result.value);
  });
  const failed = results.find(result => result.status === 'rejected');
  if (!failed) return replays;
  for (const replay of replays.values()) backend.release(replay);
  throw failed.reason;
}

function place(dispatch: Dispatch, views: ReadonlyMap<number, View>, accumulate: number): PlacedDispatch {
  const named: Record<string, View> = {};
  for (const name of Object.keys(dispatch.kernel.buffers)) {
    const tensor = dispatch.buffers[name];
    const view = tensor && views.get(tensor.id);
    if (!view) throw new Error(`${dispatch.kernel.name}: buffer '${name}' has no place`);
    named[name] = view;
  }
  return { dispatch, views: named, accumulate };
}
