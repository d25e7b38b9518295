import type { RaceRun } from '../../lab/runs/run';
import type { RunStore } from '../../lab/runs/run_store';
import { type NextVisit, runStep, summaryOf } from '../../lab/runs/run_summary';
import { reasonOf } from '../page_storage';
import { keepingStore } from '../stores/keeping';
import { isOver, lacksGpu, phaseOf, type RunState } from '../stores/run_state';
import type { RunLocks } from './run_locks';
import { type RaceOnPage, type RunIdentity, runOfRace } from './run_of_race';

/** A race under way is saved after so many milliseconds, once all its members have newer snapshots. */
export const SAVE_MILLISECONDS = 11_000;
/** A member whose steps take longer is waited for so many milliseconds more. A crash thus costs less than 20 s. */
export const PATIENCE_MILLISECONDS = 5000;

interface Save {
  readonly run: RaceRun;
  readonly next: NextVisit;
}

/** What was saved last. */
interface Last {
  readonly race: number;
  readonly mark: string;
  readonly config: RunState['config'];
  /** Of each member. */
  readonly steps: readonly number[];
  readonly at: number;
  readonly failed: boolean;
}

export interface KeeperOptions {
  readonly store: RunStore;
  readonly locks: RunLocks;
  readonly identityOf: (race: number) => RunIdentity;
  /** It was opened from a run, so as long as it does not train there is nothing to save. */
  readonly wasOpened: (race: number) => boolean;
  /** Called after each save. */
  readonly saved?: (save: Save) => void;
  /** Milliseconds, as Date.now() gives them. */
  readonly now?: () => number;
}

/**
 * Saves the race on the page: soon after its first steps, then now and then, and when it rests. Saves never overlap. Of those
 * that wait, the newest of each run wins. No call rejects: the page says what cannot be kept.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #now: () => number;
  /** By id of the run. */
  readonly #waiting = new Map<string, Save>();
  #last: Last | undefined;
  /** The run of the race on the page. */
  #current: string | undefined;
  #saving: Promise<void> | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Saves the race if that is due. `now`: also if the last save was a moment ago. */
  look(on: RaceOnPage, now = false): void {
    if (!hasSteps(on)) return;
    const { race } = on;
    const mark = markOf(on);
    const last = this.#last?.race === race.runId ? this.#last : this.#begin(on, mark);
    if (last.mark === mark && last.config === race.config && !last.failed) return;
    const waited = this.#now() - last.at;
    const newer = stepsOf(on).every((step, i) => step > (last.steps[i] ?? 0) || isOut(race, i));
    const late = waited >= SAVE_MILLISECONDS + (newer ? 0 : PATIENCE_MILLISECONDS);
    if (now || late || (rests(on) && !last.failed)) this.#save(on, nextVisit(race), mark);
  }

  /** The race gives way to another one. What is known of it is saved, and it rests. */
  leave(on: RaceOnPage): void {
    const { id } = this.#options.identityOf(on.race.runId);
    const mark = markOf(on);
    const same = this.#last?.race === on.race.runId && this.#last.mark === mark && !this.#last.failed;
    const done = nextVisit(on.race) === 'nothing' || keepingStore.getState().saved?.id !== id;
    if (hasSteps(on) && !(same && done)) this.#save(on, 'nothing', mark);
    this.#current = undefined;
    keepingStore.setState({ saved: null });
    void this.settled().then(() => this.#options.locks.release(id));
  }

  /** Resolves when no save is under way. */
  async settled(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  /** The race has its first steps on this page. */
  #begin(on: RaceOnPage, mark: string): Last {
    const { runId, config } = on.race;
    const { identityOf, wasOpened } = this.#options;
    const opened = wasOpened(runId);
    this.#current = identityOf(runId).id;
    this.#last = {
      race: runId,
      mark: opened ? mark : '',
      config,
      steps: opened ? stepsOf(on) : [],
      at: this.#now() - SAVE_MILLISECONDS,
      failed: false,
    };
    return this.#last;
  }

  #save(on: RaceOnPage, next: NextVisit, mark: string): void {
    const { runId, config } = on.race;
    const run = runOfRace(on, this.#options.identityOf(runId), new Date(this.#now()));
    if (!run) return;
    this.#last = { race: runId, mark, config, steps: stepsOf(on), at: this.#now(), failed: false };
    this.#waiting.set(run.id, { run, next });
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined;
    });
  }

  async #saveAll(): Promise<void> {
    for (const [id, save] of this.#waiting) {
      this.#waiting.delete(id);
      await this.#put(save);
    }
  }

  async #put(save: Save): Promise<void> {
    const { run, next } = save;
    const { store, locks, saved } = this.#options;
    try {
      if (next !== 'nothing') await locks.take(run.id);
      await store.put(run, next);
    } catch (error) {
      if (this.#last) this.#last = { ...this.#last, failed: true };
      const full = error instanceof DOMException && error.name === 'QuotaExceededError';
      keepingStore.setState({ refusal: { why: reasonOf(error), full } });
      return;
    }
    keepingStore.setState({ refusal: null });
    const { bytes } = summaryOf(run, next);
    // Another race may be on the page by now.
    if (run.id === this.#current)
      keepingStore.setState({ saved: { id: run.id, step: runStep(run), at: Date.parse(run.saved), bytes } });
    saved?.(save);
  }
}

/** Whether training goes on with it when the page opens again. */
function nextVisit(race: RunState): NextVisit {
  if (lacksGpu(race)) return 'go_on';
  return phaseOf(race) === 'finished' ? 'nothing' : 'offer';
}

function stepsOf({ snapshot }: RaceOnPage): number[] {
  return snapshot.contenders.map(({ trainer }) => trainer?.steps ?? 0);
}

function hasSteps(on: RaceOnPage): boolean {
  return stepsOf(on).some(step => step > 0);
}

/** It does not train, and its last steps are in its snapshots, or will never be. */
function rests(on: RaceOnPage): boolean {
  const { playing, trouble, members } = on.race;
  if (playing) return false;
  return (
    trouble !== null || stepsOf(on).every((step, i) => isOut(on.race, i) || step === members[i]?.curve.step.length)
  );
}

function isOut({ members }: RunState, index: number): boolean {
  const member = members[index];
  return member !== undefined && isOver(member);
}

/** Differs when there is something to save. */
function markOf(on: RaceOnPage): string {
  const { race, samples } = on;
  const over = race.members.map(member => isOver(member) && member.status);
  return JSON.stringify([stepsOf(on), over, samples.length, samples.at(-1)?.request, race.marks, nextVisit(race)]);
}
