import type { Backend, Memory, PlacedDispatch, Replay, Stop, View } from '../../src/gpu/backend';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import type { Dispatch } from '../../src/gpu/dispatch';
import { type DType, decode, encode, type HostArray } from '../../src/gpu/dtype';
import type { AdapterFacts, AnyKernel } from '../../src/gpu/kernel';
import { withVariant } from '../../src/gpu/variants';

/** Hears how far a kernel, or one of its variants, is from the twin: the largest difference over the largest value of its buffer. */
export type Hear = (form: string, buffer: string, difference: number) => void;

/** Shares of buffers that hold results; the rest is room to work in, which the twin does not need. */
const RESULTS: Readonly<Record<string, number>> = { 's4d_scan_backward sums': 2 / 3 };

/** Where the largest value is smaller, it counts as this: float32 has fewer digits far below. */
const LEAST = 2 ** -100;

/** A dispatch on the twins, and all forms of its kernel on the checked backend. */
interface Pair {
  readonly placed: PlacedDispatch;
  readonly twin: Replay;
  readonly forms: readonly { readonly name: string; readonly replay: Replay }[];
}

/**
 * Runs every dispatch twice: on the twins, and in every form that its kernel has on the checked backend, from the same numbers. What
 * runs on it is computed by the twins, so a difference does not reach the next dispatch.
 */
export class PairedBackend implements Backend {
  readonly kind: Backend['kind'];
  readonly #twin = new TwinBackend();
  readonly #checked: Backend;
  readonly #facts: AdapterFacts | undefined;
  readonly #hear: Hear;
  /** The memory on the checked backend for one of the twins'. */
  readonly #memories = new Map<Memory, Memory>();
  readonly #pairs = new Map<Replay, readonly Pair[]>();

  /** `facts` choose the variants; undefined: there are none. */
  constructor(checked: Backend, facts: AdapterFacts | undefined, hear: Hear) {
    this.kind = checked.kind;
    this.#checked = checked;
    this.#facts = facts;
    this.#hear = hear;
  }

  get counters(): Backend['counters'] {
    return this.#twin.counters;
  }

  get room(): Backend['room'] {
    return this.#checked.room;
  }

  async allocate(label: string, dtype: DType, bytes: number): Promise<Memory> {
    const memory = await this.#twin.allocate(label, dtype, bytes);
    this.#memories.set(memory, await this.#checked.allocate(label, dtype, bytes));
    return memory;
  }

  free(memory: Memory): void {
    this.#twin.free(memory);
    const other = this.#memories.get(memory);
    if (other) this.#checked.free(other);
    this.#memories.delete(memory);
  }

  write(to: View, values: HostArray): void {
    this.#twin.write(to, rounded(to.memory.dtype, values));
  }

  read(from: View): Promise<HostArray> {
    return this.#twin.read(from);
  }

  async prepare(dispatches: readonly PlacedDispatch[]): Promise<Replay> {
    const pairs: Pair[] = [];
    for (const placed of dispatches) pairs.push(await this.#pair(placed));
    const replay: Replay = { dispatches: dispatches.length };
    this.#pairs.set(replay, pairs);
    return replay;
  }

  release(replay: Replay): void {
    for (const { twin, forms } of this.#pairs.get(replay) ?? []) {
      this.#twin.release(twin);
      for (const form of forms) this.#checked.release(form.replay);
    }
    this.#pairs.delete(replay);
  }

  async submit(replays: readonly Replay[], stop?: Stop): Promise<boolean> {
    for (const replay of replays) {
      for (const pair of this.#pairs.get(replay) ?? []) {
        if (stop?.aborted) return false;
        await this.#compare(pair);
      }
    }
    return true;
  }

  estimate(dispatches: readonly Dispatch[]): number {
    return this.#checked.estimate(dispatches);
  }

  longestPart(dispatches: readonly Dispatch[]): number {
    return this.#checked.longestPart(dispatches);
  }

  async settled(): Promise<void> {}

  /** Leaves the checked backend open. */
  destroy(): void {
    for (const memory of this.#memories.values()) this.#checked.free(memory);
    this.#memories.clear();
    this.#twin.destroy();
  }

  async #pair(placed: PlacedDispatch): Promise<Pair> {
    const { dispatch, views, accumulate } = placed;
    const others = Object.fromEntries(Object.entries(views).map(([name, view]) => [name, this.#other(view)]));
    const forms: Pair['forms'][number][] = [];
    for (const kernel of formsOf(dispatch, this.#facts)) {
      const replay = await this.#checked.prepare([{ dispatch: { ...dispatch, kernel }, views: others, accumulate }]);
      forms.push({ name: kernel.name, replay });
    }
    return { placed, twin: await this.#twin.prepare([placed]), forms };
  }

  async #compare({ placed: { dispatch, views }, twin, forms }: Pair): Promise<void> {
    const all = Object.entries(views);
    const before = await Promise.all(all.map(([, view]) => this.#twin.read(view)));
    await this.#twin.submit([twin]);
    const written = all.filter(([name]) => !['read', 'scratch'].includes(dispatch.kernel.buffers[name] ?? ''));
    const expected = await Promise.all(written.map(([, view]) => this.#twin.read(view)));
    for (const { name, replay } of forms) {
      for (const [i, [, view]] of all.entries())
        this.#checked.write(this.#other(view), before[i] ?? new Float32Array());
      await this.#checked.submit([replay]);
      for (const [i, [buffer, view]] of written.entries()) {
        const actual = await this.#checked.read(this.#other(view));
        const right = expected[i] ?? new Float32Array();
        const compared = right.length * (RESULTS[`${dispatch.kernel.name} ${buffer}`] ?? 1);
        this.#hear(name, buffer, difference(actual.subarray(0, compared), right.subarray(0, compared)));
      }
    }
    for (const [i, [, view]] of written.entries()) this.write(view, expected[i] ?? new Float32Array());
  }

  #other(view: View): View {
    const memory = this.#memories.get(view.memory);
    if (!memory) throw new Error(`'${view.memory.label}' was freed`);
    return { ...view, memory };
  }
}

/** The kernel itself, and its variants that run for the dims. */
function formsOf({ kernel, dims }: Dispatch, facts: AdapterFacts | undefined): AnyKernel[] {
  const variants = facts ? (kernel.variants ?? []).filter(variant => variant.runs(dims, facts)) : [];
  return [{ ...kernel, variants: undefined }, ...variants.map(variant => withVariant(kernel, variant))];
}

/** As a device holds them, so that both sides start from the same numbers. */
function rounded(dtype: DType, values: HostArray): HostArray {
  switch (dtype) {
    case 'f32':
      return Float32Array.from(values);
    case 'f16': {
      const bytes = Uint16Array.from(encode(dtype, values));
      return decode(dtype, bytes.buffer);
    }
    case 'i32':
    case 'f64':
      return values;
    default:
      return dtype satisfies never;
  }
}

/** The largest difference over the largest value; infinite where one side alone is no number. */
function difference(actual: HostArray, expected: HostArray): number {
  let [most, largest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const [own, other] = [Number(actual[i]), Number(expected[i])];
    if (Object.is(own, other)) continue;
    const apart = Math.abs(own - other);
    if (Number.isNaN(apart)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, apart);
  }
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  return most === 0 ? 0 : most / Math.max(largest, LEAST);
}
