import type { Backend, Memory } from './backend';
import type { DType } from './dtype';

/** What was taken and is given back together, the last first. */
export class Held {
  readonly #releases: (() => void)[] = [];

  take<T>(taken: T, release: (taken: T) => void): T {
    this.#releases.push(() => release(taken));
    return taken;
  }

  /** Zero-filled. Throws MemoryError. */
  async allocate(backend: Backend, label: string, dtype: DType, bytes: number): Promise<Memory> {
    return this.take(await backend.allocate(label, dtype, bytes), memory => backend.free(memory));
  }

  free(): void {
    for (const release of this.#releases.splice(0).reverse()) release();
  }
}

/** Runs `work`; where it fails, all that it held is given back. Where it succeeds, who gets what is held frees it. */
export async function holding<R>(work: (held: Held) => Promise<R>): Promise<R> {
  const held = new Held();
  try {
    return await work(held);
  } catch (error) {
    held.free();
    throw error;
  }
}
