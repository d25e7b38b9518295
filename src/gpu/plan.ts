import { type Backend, type Memory, type PlacedDispatch, partOf, type Replay, type Stop, type View } from './backend';
import type { Dispatch } from './dispatch';
import type { HostArray } from './dtype';
import { type Held, holding } from './holding';
import { planMemory } from './memory';
import { layOut, type PlanSource, placeTensors } from './plan_layout';
import { checkRoom } from './room';
import type { Tensor } from './tensor';

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
    checkRoom(backend, layout.memories);
    return holding(async held => {
      const memories: Memory[] = [];
      for (const { label, dtype, bytes } of layout.memories) {
        memories.push(await held.allocate(backend, label, dtype, bytes));
      }
      const views = placeTensors(layout, memories);
      writeConstants(backend, dispatches, views);
      const replays = await prepareAll(backend, placeLists(source.lists, views, memory.accumulate), progress);
      for (const replay of replays.values()) held.take(replay, taken => backend.release(taken));
      const bytes = memories.reduce((sum, each) => sum + each.bytes, 0);
      return new Plan(backend, replays, views, bytes, held);
    });
  }

  /** Runs the named lists, `times` times; see Backend.submit. Nothing else may use the plan until it resolves. */
  run(names: readonly string[], times = 1, stop?: Stop, committed = 0): Promise<boolean> {
    const once = names.map(name => this.#replay(name));
    const all = times === 1 ? once : Array.from({ length: times }, () => once).flat();
    return this.#backend.submit(all, stop, committed);
  }

  /** Dispatches of the named list. */
  dispatches(name: string): number {
    return this.#replay(name).dispatches;
  }

  /** Where a tensor of the recording lies. Activations share memory, so read one right after its last write. Throws for other tensors. */
  view(tensor: Tensor): View {
    const view = this.#views.get(tensor.id);
    if (!view) throw new Error(`'${tensor.label}' is not part of this plan`);
    return view;
  }

  /** Whether a dispatch uses the tensor, and so it has a place. */
  has(tensor: Tensor): boolean {
    return this.#views.has(tensor.id);
  }

  write(tensor: Tensor, values: HostArray): void {
    this.#backend.write(this.view(tensor), values);
  }

  /** All of a tensor, or its first `elements`. Rejects when the device is lost. */
  read(tensor: Tensor, elements?: number): Promise<HostArray> {
    const view = this.view(tensor);
    return this.#backend.read(elements === undefined ? view : partOf(view, 0, elements));
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

function writeConstants(backend: Backend, dispatches: readonly Dispatch[], views: ReadonlyMap<number, View>): void {
  const constants = new Set(dispatches.flatMap(({ buffers }) => Object.values(buffers)).filter(({ values }) => values));
  for (const { id, values } of constants) {
    const view = views.get(id);
    if (view && values) backend.write(view, values);
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

/** Compiles all lists at the same time. If one fails, releases the others and throws. */
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
