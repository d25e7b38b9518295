/** Bytes of a page, the unit in which WebAssembly memory grows. */
const PAGE = 65536;

/** Pages that the memory may grow to: 4 GiB, as much as can be addressed, or less where that cannot be reserved. */
const MOST_PAGES = [65536, 32768, 16384, 8192];

/** Pieces begin at multiples of this: more than a cache line, so that threads do not write to the same one. */
const ALIGNMENT = 256;

interface Gap {
  readonly at: number;
  readonly bytes: number;
}

/** Pieces of one growing memory. Address 0 is never given. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** Bytes that the memory may grow to. */
  readonly most: number;
  /** Sorted by address. No two touch, and none touches `#end`. */
  #gaps: Gap[] = [];
  /** Nothing beyond this address is in use. */
  #end = ALIGNMENT;
  /** Nothing beyond this address has ever been given, so it is zero. */
  #clean = ALIGNMENT;

  /** Reserves the first of `mostPages` that the engine grants. Throws where it has no memory that threads can share. */
  constructor(mostPages = MOST_PAGES) {
    const { memory, pages } = reserve(mostPages);
    this.memory = memory;
    this.most = pages * PAGE;
  }

  /** The address of so many bytes, zero-filled; undefined where there is no room. */
  take(bytes: number): number | undefined {
    const size = sizeOf(bytes);
    const index = this.#gaps.findIndex(gap => gap.bytes >= size);
    const gap = this.#gaps[index];
    if (!gap) return this.#append(size);
    const rest = gap.bytes - size;
    this.#gaps.splice(index, 1, ...(rest > 0 ? [{ at: gap.at + size, bytes: rest }] : []));
    new Uint8Array(this.memory.buffer, gap.at, size).fill(0);
    return gap.at;
  }

  /** Takes back what `take` gave for so many bytes. */
  give(at: number, bytes: number): void {
    const gaps = [...this.#gaps, { at, bytes: sizeOf(bytes) }].sort((a, b) => a.at - b.at);
    const joined: Gap[] = [];
    for (const gap of gaps) {
      const last = joined.at(-1);
      if (last && last.at + last.bytes === gap.at) {
        joined.splice(-1, 1, { at: last.at, bytes: last.bytes + gap.bytes });
      } else {
        joined.push(gap);
      }
    }
    const last = joined.at(-1);
    if (last && last.at + last.bytes === this.#end) {
      joined.pop();
      this.#end = last.at;
    }
    this.#gaps = joined;
  }

  #append(size: number): number | undefined {
    const at = this.#end;
    const missing = Math.ceil((at + size - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      try {
        this.memory.grow(missing);
      } catch {
        return undefined;
      }
    }
    this.#end += size;
    new Uint8Array(this.memory.buffer).fill(0, at, Math.min(this.#end, this.#clean));
    this.#clean = Math.max(this.#clean, this.#end);
    return at;
  }
}

function sizeOf(bytes: number): number {
  return Math.ceil(Math.max(1, bytes) / ALIGNMENT) * ALIGNMENT;
}

function reserve(mostPages: readonly number[]): { memory: WebAssembly.Memory; pages: number } {
  let why: unknown;
  for (const pages of mostPages) {
    try {
      return { memory: new WebAssembly.Memory({ initial: 1, maximum: pages, shared: true }), pages };
    } catch (error) {
      why = error;
    }
  }
  throw why;
}
