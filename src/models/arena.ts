import { alignElements, type Backend, type Memory, partOf, type View, wholeOf } from '../gpu/backend';
import { BYTES, type HostArray } from '../gpu/dtype';
import { type Held, holding } from '../gpu/holding';
import { sizeOf, type Tensor } from '../gpu/tensor';
import { decays, type Model } from './model';

/** Where a parameter lies. */
export interface ArenaEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly page: number;
  /** In elements of its page; a multiple of 64. */
  readonly offset: number;
  readonly size: number;
  /** Weight decay applies. */
  readonly decay: boolean;
}

export interface ArenaLayout {
  readonly entries: readonly ArenaEntry[];
  readonly pages: readonly { readonly elements: number; readonly suffix: string }[];
  /** Of all pages. */
  readonly elements: number;
}

/**
 * Lays the parameters of a model out in state-dict order, each aligned, in one page, or, where a memory has `most` bytes, in as many
 * as both moments of a page, and the summands of its gradients (in bytes, by name), need to fit. A parameter is never cut.
 * Memories of a page have the same `suffix` in their labels: it names the parameter where there is only one.
 */
export function layOutParameters(
  model: Model,
  most = Number.POSITIVE_INFINITY,
  summands: ReadonlyMap<string, number> = new Map(),
): ArenaLayout {
  const pages: { elements: number; bytes: number; names: string[] }[] = [];
  const entries = model.parameters.map((spec): ArenaEntry => {
    const { name, shape } = spec;
    const size = sizeOf(shape);
    const elements = alignElements(size);
    const bytes = Math.max(2 * elements * BYTES.f32, summands.get(name) ?? 0);
    let page = pages.at(-1);
    if (!page || page.bytes + bytes > most) {
      page = { elements: 0, bytes: 0, names: [] };
      pages.push(page);
    }
    const entry = { name, shape, page: pages.length - 1, offset: page.elements, size, decay: decays(spec) };
    page.elements += elements;
    page.bytes += bytes;
    page.names.push(name);
    return entry;
  });
  const suffixOf = (names: readonly string[], index: number): string =>
    pages.length === 1 ? '' : `: ${names.length === 1 ? names[0] : `page ${index + 1}`}`;
  return {
    entries,
    pages: pages.map(({ elements, names }, index) => ({ elements, suffix: suffixOf(names, index) })),
    elements: pages.reduce((sum, { elements }) => sum + elements, 0),
  };
}

/** All parameters of a model, in a memory a page: what training, sampling, and evaluation share. */
export class ParameterArena {
  readonly pages: readonly Memory[];
  readonly layout: ArenaLayout;
  readonly #backend: Backend;
  readonly #held: Held;
  readonly #views: ReadonlyMap<string, View>;

  private constructor(backend: Backend, layout: ArenaLayout, pages: readonly Memory[], held: Held) {
    this.#backend = backend;
    this.layout = layout;
    this.pages = pages;
    this.#held = held;
    const wholes = pages.map(memory => [memory.label, wholeOf(memory)] as const);
    const parts = layout.entries.flatMap(({ name, page, offset, size }) => {
      const whole = wholes[page]?.[1];
      return whole ? [[name, partOf(whole, offset, size)] as const] : [];
    });
    this.#views = new Map([...wholes, ...parts]);
  }

  /** In the pages that the backend asks for, or in others that training does. Throws MemoryError. */
  static make(
    backend: Backend,
    model: Model,
    layout = layOutParameters(model, backend.room.each),
  ): Promise<ParameterArena> {
    return holding(async held => {
      const pages: Memory[] = [];
      for (const { elements, suffix } of layout.pages)
        pages.push(await held.allocate(backend, `parameters${suffix}`, 'f32', elements * BYTES.f32));
      return new ParameterArena(backend, layout, pages, held);
    });
  }

  get bytes(): number {
    return this.layout.elements * BYTES.f32;
  }

  /** Where a tape's parameter, or page of parameters, lies, found by its label; undefined for any other tensor or name. */
  placed(tensor: Tensor): View | undefined {
    return tensor.lifetime === 'parameter' ? this.#views.get(tensor.label) : undefined;
  }

  /** Writes every parameter from `values` by name. Throws RangeError if one is missing or has another size. */
  write(values: ReadonlyMap<string, HostArray>): void {
    for (const entry of this.layout.entries) this.#writeOne(entry, values.get(entry.name));
  }

  /** Writes every parameter as it is read, one after the other, so that they are not in memory all at once. Throws RangeError as `write`. */
  async fill(read: (parameter: Pick<ArenaEntry, 'name' | 'shape'>) => Promise<HostArray>): Promise<void> {
    for (const entry of this.layout.entries) this.#writeOne(entry, await read(entry));
  }

  #writeOne({ name, size }: ArenaEntry, own: HostArray | undefined): void {
    const view = this.#views.get(name);
    if (!view || own?.length !== size)
      throw new RangeError(`parameter '${name}' takes ${size} values, not ${own?.length ?? 'none'}`);
    this.#backend.write(view, own);
  }

  /** Every parameter, by name in state-dict order. */
  async read(): Promise<Map<string, HostArray>> {
    const pages = await Promise.all(this.pages.map(memory => this.#backend.read(wholeOf(memory))));
    return new Map(
      this.layout.entries.flatMap(({ name, page, offset, size }) => {
        const all = pages[page];
        return all ? [[name, all.slice(offset, offset + size)] as const] : [];
      }),
    );
  }

  free(): void {
    this.#held.free();
  }
}
