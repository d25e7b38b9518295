/** WebAssembly counts memory in these. */
const PAGE = 65536;

/** What the memory may grow to, in pages: 4 GiB, as much as can be addressed, or less where that cannot be reserved. */
const MOST_PAGES = [65536, 32768, 16384, 8192];

/** What pieces begin at multiples of: more than a cache line, so that threads do not write to the same one. */
const ALIGNMENT = 256;

interface Gap {
  readonly at: number;
  readonly bytes: number;
}

/** Pieces of one growing memory. Address 0 is never given. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** By address; no two touch. */
  #gaps: Gap[] = [];
  #end = ALIGNMENT;

  /** Throws where the engine has no memory that threads can share. */
  constructor() {
    this.memory = reserve();
  }

  /** The address of so many bytes, zero-filled; undefined where there is no room. */
  take(bytes: number): number | undefined {
    const size = Math.ceil(Math.max(1, bytes) / ALIGNMENT) * ALIGNMENT;
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
    const size = Math.ceil(Math.max(1, bytes) / ALIGNMENT) * ALIGNMENT;
    const gaps = [...this.#gaps, { at, bytes: size }].sort((a, b) => a.at - b.at);
    const joined: Gap[] = [];
    for (const gap of gaps) {
      const last = joined.at(-1);
      if (last && last.at + last.bytes === gap.at) {
        joined.splice(-1, 1, { at: last.at, bytes: last.bytes + gap.bytes });
      } else {
        joined.push(gap);
      }
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
    return at;
  }
}

function reserve(): WebAssembly.Memory {
  let why: unknown;
  for (const maximum of MOST_PAGES) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    } catch (error) {
      why = error;
    }
  }
  throw why;
}
