import { type RefObject, useEffect, useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import { probe } from '../probe_actions';
import { experimentsStore } from '../stores/experiments';
import { measurementStore } from '../stores/measurement';
import { runStore, useRun } from '../stores/run';
import { stepsOf } from '../stores/run_state';
import { placeOf } from './place_of';
import { type Looked, Rounds } from './rounds';

/** What each layer adds against the stream, and after how many steps. */
export interface SharesAt {
  readonly step: number;
  /** (layers), first to last; see AddsValues. */
  readonly shares: Float32Array;
}

/** Milliseconds between two glances at the race. */
const GLANCE = 250;
/** What a look that failed counts for, in milliseconds. */
const FAILED = 100;

const clock = () => performance.now();

/** All small pictures of the page take turns. */
const rounds = new Rounds(clock());
let timer: ReturnType<typeof setInterval> | undefined;

function follow(one: Looked): () => void {
  rounds.add(one);
  timer ??= setInterval(() => void rounds.glance(clock), GLANCE);
  return () => {
    rounds.remove(one);
    if (rounds.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The shares of a contender for the first example of the task, while `picture` is in sight. Null: none yet, or of no race. */
export function useStripShares(contender: ContenderConfig, picture: RefObject<HTMLElement | null>): SharesAt | null {
  const config = useRun(state => state.config);
  const ofSeed = useRun(state => state.ofSeed);
  const runId = useRun(state => state.runId);
  const place = placeOf({ config, ofSeed }, contender);
  const of = `${runId} ${place}`;
  const brought = contender.weights !== undefined;
  const [shown, show] = useState<{ readonly of: string; readonly at: SharesAt | null }>({ of, at: null });
  useEffect(() => {
    const { current } = picture;
    if (place === null || !current) return;
    let [gone, inSight, seen] = [false, false, brought ? -1 : 0];
    const observer = new IntersectionObserver(entries => {
      inSight = entries.at(-1)?.isIntersecting ?? false;
    });
    observer.observe(current);
    const leave = follow({
      wants: () => inSight && !isTiming() && stepAt(place) !== seen && stepAt(place) !== null,
      look: async () => {
        seen = stepAt(place) ?? seen;
        try {
          const answer = await probe({ kind: 'adds', contender: place, input: { kind: 'example', index: 0 } });
          if (answer.kind !== 'adds') return FAILED;
          const { shares, milliseconds } = answer.adds;
          if (!gone) show({ of, at: { step: seen, shares } });
          return milliseconds;
        } catch {
          if (!gone) show({ of, at: null });
          return FAILED;
        }
      },
    });
    return () => {
      gone = true;
      observer.disconnect();
      leave();
    };
  }, [picture, place, of, brought]);
  return shown.of === of ? shown.at : null;
}

/** Steps that a member has trained; null: its race is not loaded. */
function stepAt(place: number): number | null {
  const { loaded, members } = runStore.getState();
  const member = members[place];
  return loaded && member ? stepsOf(member) : null;
}

/** Whether a look would disturb what is timed, or nobody would see it. */
function isTiming(): boolean {
  const { sampling } = runStore.getState();
  const sampled = sampling !== null && !sampling.done;
  return (
    document.hidden ||
    sampled ||
    experimentsStore.getState().running !== null ||
    measurementStore.getState().status === 'measuring'
  );
}
