import { type PageStorage, pageStorage, removeStored, storedKeys, storedText } from '../page_storage';
import { asideStore, type LeaveAside, leaveAside, whyNotStored } from '../stores/aside';
import { type ExperimentOutcome, type ExperimentsState, experimentsStore } from '../stores/experiments';
import { setUnstored } from '../stores/unstored_results';
import { parseAllResults, parseResults, resultsText, type StoredResults } from './stored_results';

/** Earlier versions stored all results under this key. */
const oldKey = 'unroll.experiments';

/** Each experiment has its own key, so that tabs with different experiments do not collide. */
const prefix = 'unroll.experiments.';

/** A browser that is killed loses at most so much of a run of an experiment, and the measurement under way. */
const WRITE_MILLISECONDS = 5000;

type Kept = Pick<ExperimentsState, 'outcomes' | 'earlier'>;

/** Keeps the results of experiments between visits. Results that another tab stored meanwhile are put aside, never lost. */
export class OutcomeStorage {
  readonly #storage: PageStorage;
  readonly #leave: LeaveAside;
  /** By experiment: the stored text, as far as this tab knows. */
  readonly #known = new Map<string, string | null>();

  constructor(storage: PageStorage = pageStorage(), leave: LeaveAside = leaveAside) {
    this.#storage = storage;
    this.#leave = leave;
  }

  /** Reads the results of earlier visits. Each outcome that this build cannot use is put aside. */
  read(): Kept {
    const found = new Map<string, StoredResults>();
    const old = storedText(oldKey, this.#storage);
    if (old !== null) {
      for (const [name, results] of Object.entries(parseAllResults(old, this.#leave))) found.set(name, results);
    }
    for (const key of storedKeys(prefix, this.#storage)) {
      const name = key.slice(prefix.length);
      const text = storedText(key, this.#storage);
      if (text === null) continue;
      const before = found.get(name);
      if (before) this.#putAside(name, before, 'A tab with an older version of Unroll stored it.');
      const results = parseResults(name, text, this.#leave);
      found.set(name, results);
      this.#known.set(name, text);
      // Results that were put aside are removed here. Otherwise every visit would put them aside again.
      if (resultsText(results) === undefined && asideStore.getState().notStored === null) {
        removeStored(key, this.#storage);
        this.#known.delete(name);
      }
    }
    return {
      outcomes: Object.fromEntries([...found].flatMap(([name, { latest }]) => (latest ? [[name, latest]] : []))),
      earlier: Object.fromEntries([...found].flatMap(([name, { earlier }]) => (earlier ? [[name, earlier]] : []))),
    };
  }

  /** Stores the results that changed. If the browser refuses, the page says so beside the result. */
  write({ outcomes, earlier }: Kept): void {
    const names = new Set([...Object.keys(outcomes), ...Object.keys(earlier), ...this.#known.keys()]);
    const stored = [...names].map(name => this.#writeOne(name, { latest: outcomes[name], earlier: earlier[name] }));
    if (stored.every(Boolean) && asideStore.getState().notStored === null) removeStored(oldKey, this.#storage);
  }

  /** Returns false if something of it is still to be stored. */
  #writeOne(name: string, results: StoredResults): boolean {
    const text = resultsText(results) ?? null;
    const known = this.#known.get(name) ?? null;
    if (text === known) return true;
    const key = prefix + name;
    const there = storedText(key, this.#storage);
    if (there !== known && there !== null && there !== text) {
      this.#putAside(
        name,
        parseResults(name, there, this.#leave),
        'Another tab stored it while this one ran the same experiment.',
      );
      // The list of things put aside could not be stored, so the other tab's result stays in place.
      if (asideStore.getState().notStored !== null) {
        setUnstored(name, 'Another tab stored results of the same experiment, and there is no room for both.');
        return false;
      }
    }
    if (text === null) {
      // The stored text may be the only copy of something that was put aside.
      if (asideStore.getState().notStored !== null) return false;
      removeStored(key, this.#storage);
    }
    const why = text === null ? null : whyNotStored(key, text, this.#storage);
    setUnstored(name, why && `The browser refused (${why}).`);
    if (why === null) this.#known.set(name, text);
    return why === null;
  }

  #putAside(name: string, { latest, earlier }: StoredResults, why: string): void {
    for (const outcome of [latest, earlier])
      if (outcome)
        this.#leave(`A result of “${name}” is put aside.`, why, JSON.stringify(outcome satisfies ExperimentOutcome));
  }
}

/** Restores the results of earlier visits, and stores those of this one. */
export function keepOutcomes(): void {
  const kept = new OutcomeStorage();
  const before = kept.read();
  experimentsStore.setState(({ outcomes, earlier }) => {
    // If a run began before this part of the page had loaded, the stored result is the earlier one.
    const begun = Object.entries(before.outcomes).filter(([name]) => outcomes[name] !== undefined);
    return {
      outcomes: { ...before.outcomes, ...outcomes },
      earlier: { ...Object.fromEntries(begun), ...before.earlier, ...earlier },
    };
  });
  const write = () => kept.write(experimentsStore.getState());
  write();
  let written = performance.now();
  experimentsStore.subscribe((now, before) => {
    if (before.running === null) return;
    const ended = now.running !== before.running;
    const measured = now.outcomes[before.running]?.cells !== before.outcomes[before.running]?.cells;
    if (!ended && !(measured && performance.now() - written > WRITE_MILLISECONDS)) return;
    written = performance.now();
    write();
  });
  window.addEventListener('pagehide', write);
}
