import type { AdapterReport, Event } from '../../lab/worker/protocol';
import { hear } from '../actions';
import { keepingStore } from '../stores/keeping';
import { runStore } from '../stores/run';
import { leaveEarlierRaceAside } from './earlier_race';
import { findKept } from './find_kept';
import { followGoingOn, goOnByItself } from './go_on';
import { here } from './here';
import { keepOutcomes } from './keep_outcomes';
import { Keeper } from './keeper';
import { whenLookedAgain } from './look_again';
import { raceOnPage } from './page_race';
import { identityOf, wasOpened } from './race_identity';
import { noteSample } from './sample_log';
import { askToPersist, measureRoom } from './storage';

/** Events after which there may be something to save. */
const TELLING: ReadonlySet<Event['type']> = new Set(['snapshot', 'playing', 'status', 'failed']);

/** From now on the page keeps its races, and it offers the one of the last visit. Resolves when it has looked for that. Never rejects. */
export async function beginKeeping(): Promise<(backend: AdapterReport['backend'] | undefined) => boolean> {
  const { store, locks } = here;
  keepingStore.setState({ withoutLocks: !locks.there });
  let first = true;
  const keeper = new Keeper({
    store,
    locks,
    identityOf,
    wasOpened,
    saved() {
      if (!first) return;
      first = false;
      void askToPersist();
      void measureRoom(store);
    },
  });
  const look = (now = false): void => {
    const on = raceOnPage();
    if (on) keeper.look(on, now);
  };
  whenLookedAgain(() => look(true));
  hear(event => {
    followGoingOn(event);
    if (TELLING.has(event.type)) look();
  });
  runStore.subscribe((now, before) => {
    if (now.runId !== before.runId) {
      const on = raceOnPage(before);
      if (on) keeper.leave(on);
      // The worker gets the new race in this task. A race that was branched from another is kept at once.
      queueMicrotask(() => look());
    } else if (now.marks !== before.marks || (now.sampling?.done && noteSample(now))) look();
  });
  // A browser may end a hidden page without a word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') look(true);
  });
  window.addEventListener('pagehide', () => look(true));
  keepOutcomes(store);
  await leaveEarlierRaceAside();
  await findKept(store, locks);
  return backend => goOnByItself(backend, locks);
}
