import { alignElements, type Backend, type Memory, partOf, type View, wholeOf } from '../gpu/backend';
import { BYTES, type HostArray } from '../gpu/dtype';
import { sizeOf, type Tensor } from '../gpu/tensor';
import { decays, type Model } from './model';

/** Where a parameter lies in the arena. */
export interface ArenaEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** In elements; a multiple of 64. */
  readonly offset: number;
  readonly size: number;
  /** Weight decay applies. */
  readonly decay: boolean;
}

/** Lays out the parameters of a model in one memory, in state-dict order, each aligned. */
export function layOutParameters(model: Model): { entries: ArenaEntry[]; elements: number } {
  let offset = 0;
  const entries = model.parameters.map((spec): ArenaEntry => {
    const entry = { name: spec.name, shape: spec.shape, offset, size: sizeOf(spec.shape), decay: decays(spec) };
    offset += alignElements(entry.size);
    return entry;
  });
  return { entries, elements: offset };
}

/** All parameters of a model in one memory, shared by training, sampling, and evaluation. */
export class ParameterArena {
  readonly entries: readonly ArenaEntry[];
  readonly memory: Memory;
  readonly #backend: Backend;
  readonly #byName: ReadonlyMap<string, ArenaEntry>;

  private constructor(backend: Backend, entries: readonly ArenaEntry[], memory: Memory) {
    this.#backend = backend;
    this.entries = entries;
    this.memory = memory;
    this.#byName = new Map(entries.map(entry => [entry.name, entry]));
  }

  static async make(backend: Backend, model: Model): Promise<ParameterArena> {
    const { entries, elements } = layOutParameters(model);
    return new ParameterArena(backend, entries, await backend.allocate('parameters', 'f32', elements * BYTES.f32));
  }

  /** The place of a tape's parameter, by its label; undefined for any other tensor or an unknown name. */
  placed(tensor: Tensor): View | undefined {
    const entry = tensor.lifetime === 'parameter' ? this.#byName.get(tensor.label) : undefined;
    return entry && this.#view(entry);
  }

  /** Writes every parameter from `values` by name. Throws RangeError if one is missing or has another size. */
  write(values: ReadonlyMap<string, HostArray>): void {
    for (const entry of this.entries) {
      const own = values.get(entry.name);
      if (own?.length !== entry.size) {
        throw new RangeError(`parameter '${entry.name}' takes ${entry.size} values, not ${own?.length ?? 'none'}`);
      }
      this.#backend.write(this.#view(entry), own);
    }
  }

  /** Every parameter, by name in state-dict order. */
  async read(): Promise<Map<string, HostArray>> {
    const all = await this.#backend.read(wholeOf(this.memory));
    return new Map(this.entries.map(({ name, offset, size }) => [name, all.slice(offset, offset + size)]));
  }

  free(): void {
    this.#backend.free(this.memory);
  }

  #view({ offset, size }: ArenaEntry): View {
    return partOf(wholeOf(this.memory), offset, size);
  }
}
