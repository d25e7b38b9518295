/** Something that is looked at again and again while the race trains. */
export interface Looked {
  /** Whether it is in sight and would show something new. */
  readonly wants: () => boolean;
  /** Looks, and says how many milliseconds training waited for it. */
  readonly look: () => Promise<number>;
}

/** Milliseconds between two looks at the same thing, at least. */
const PATIENCE = 1000;
/** So many times what a look took passes before the next, so that training slows by half a percent at most. */
const REST = 200;

/** Looks at one thing at a time, the one first that has waited longest, and rests between looks. */
export class Rounds {
  /** The last that was looked at is the last. */
  readonly #all = new Set<Looked>();
  #due: number;
  #looking = false;

  /** The first look is due after a rest. */
  constructor(now: number) {
    this.#due = now + PATIENCE;
  }

  get size(): number {
    return this.#all.size;
  }

  add(one: Looked): void {
    this.#all.add(one);
  }

  remove(one: Looked): void {
    this.#all.delete(one);
  }

  /** To be called often. Milliseconds of a clock. */
  async glance(clock: () => number): Promise<void> {
    if (this.#looking || clock() < this.#due) return;
    const next = [...this.#all].find(one => one.wants());
    if (!next) return;
    this.#looking = true;
    const cost = await next.look();
    this.#looking = false;
    if (this.#all.delete(next)) this.#all.add(next);
    this.#due = clock() + Math.max(PATIENCE / Math.max(1, this.#all.size), REST * cost);
  }
}
