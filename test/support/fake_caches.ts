/** A stand-in for the browser's `caches` that keeps bodies and headers, by address. */
export class FakeCaches implements CacheStorage {
  readonly #kept = new Map<string, Map<string, Response>>();

  async keys(): Promise<string[]> {
    return [...this.#kept.keys()];
  }

  async has(name: string): Promise<boolean> {
    return this.#kept.has(name);
  }

  async delete(name: string): Promise<boolean> {
    return this.#kept.delete(name);
  }

  async match(): Promise<Response | undefined> {
    throw new Error('A folder must not see the files of another.');
  }

  async open(name: string): Promise<Cache> {
    const files = this.#kept.get(name) ?? new Map<string, Response>();
    this.#kept.set(name, files);
    const none = async () => {
      throw new Error('not faked');
    };
    return {
      match: async request => files.get(String(request))?.clone(),
      put: async (request, response) => void files.set(String(request), response),
      keys: async () => [...files.keys()].map(address => new Request(address)),
      add: none,
      addAll: none,
      delete: none,
      matchAll: none,
    };
  }
}
