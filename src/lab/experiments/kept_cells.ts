import { z } from 'zod';

const cellKey = z.array(z.union([z.string(), z.number()])).readonly();
/** What a measurement is of: names of contenders, seeds, lengths. */
export type CellKey = z.infer<typeof cellKey>;

/** A finished measurement of an experiment: what it is of, and what it gave, as JSON. */
const keptCell = z.strictObject({ key: cellKey, value: z.unknown() });
export type KeptCell = Readonly<z.infer<typeof keptCell>>;

/** Those of a run, from which it goes on; of two with the same key the later counts. */
export const keptCells = z.array(keptCell.readonly()).max(100_000).readonly();

/** Gives what this run has kept under the key, or does the work and keeps its result. The result is plain JSON that fits `shape`. */
export type Once = <T>(key: CellKey, shape: z.ZodType<T>, work: () => Promise<T>) => Promise<T>;

/** The finished measurements of one run of an experiment, in the order in which it asks for them. */
export class CellKeeper {
  readonly #before: Map<string, KeptCell>;
  readonly #onWork: () => void;
  readonly #onKept: (cell: KeptCell) => void;
  readonly #own = new Map<string, KeptCell>();

  /** `before`: those of the run that it continues. `onWork`: something is measured now. `onKept`: it is kept. */
  constructor(before: readonly KeptCell[], onWork: () => void, onKept: (cell: KeptCell) => void) {
    this.#before = new Map(before.map(kept => [JSON.stringify(kept.key), kept]));
    this.#onWork = onWork;
    this.#onKept = onKept;
  }

  /** Those of this run, then those before it that it has not asked for yet. */
  get all(): readonly KeptCell[] {
    return [...this.#own.values(), ...this.#before.values()];
  }

  /** Those of this run alone. */
  get own(): readonly KeptCell[] {
    return [...this.#own.values()];
  }

  readonly once: Once = async (key, shape, work) => {
    const name = JSON.stringify(key);
    const kept = this.#own.get(name) ?? this.#before.get(name);
    const known = kept && shape.safeParse(kept.value);
    if (known?.success) {
      this.#before.delete(name);
      this.#own.set(name, { key, value: known.data });
      return known.data;
    }
    this.#onWork();
    const value = await work();
    this.#before.delete(name);
    const cell = { key, value };
    this.#own.set(name, cell);
    this.#onKept(cell);
    return value;
  };
}
