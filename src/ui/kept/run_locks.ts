/** Tells tabs apart: a tab holds a lock for the run that it trains. */
export interface RunLocks {
  /** False: this browser has none, and every run counts as free. */
  readonly there: boolean;
  /** Takes the lock of a run until it is released or the tab closes. False: another tab has it. */
  take(id: string): Promise<boolean>;
  release(id: string): void;
  /** Another tab has it. */
  isElsewhere(id: string): Promise<boolean>;
  /** Resolves when no tab has it. */
  whenFree(id: string): Promise<void>;
}

/** Locks of the browser, or stand-ins where it has none, as outside a secure origin. */
export function runLocks(manager: LockManager | undefined): RunLocks {
  return manager ? webLocks(manager) : noLocks;
}

const noLocks: RunLocks = {
  there: false,
  take: async () => true,
  release: () => {},
  isElsewhere: async () => false,
  whenFree: () => new Promise(() => {}),
};

function webLocks(manager: LockManager): RunLocks {
  const own = new Map<string, () => void>();
  const nameOf = (id: string): string => `unroll-run-${id}`;
  return {
    there: true,
    take(id) {
      if (own.has(id)) return Promise.resolve(true);
      return new Promise((resolve, reject) => {
        manager
          .request(nameOf(id), { ifAvailable: true }, lock => {
            resolve(lock !== null);
            return lock && new Promise<void>(release => own.set(id, release));
          })
          .catch(reject);
      });
    },
    release(id) {
      own.get(id)?.();
      own.delete(id);
    },
    async isElsewhere(id) {
      if (own.has(id)) return false;
      const { held = [] } = await manager.query();
      return held.some(({ name }) => name === nameOf(id));
    },
    async whenFree(id) {
      await manager.request(nameOf(id), () => {});
    },
  };
}
