/** An event that keeps the service worker alive until work has ended. */
export interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

/** A request of a page that the service worker may answer. */
export interface Asked {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** What a service worker uses of its global scope. The types of the DOM have none of it. */
export interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  readonly caches: CacheStorage;
  fetch(address: Request | string, options?: RequestInit): Promise<Response>;
  addEventListener(type: 'install' | 'activate', hear: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', hear: (event: Asked) => void): void;
}
