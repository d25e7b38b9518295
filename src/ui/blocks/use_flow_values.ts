import { useEffect, useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import type { FlowValues } from '../../lab/inspect/probe';
import { probe } from '../probe_actions';
import { runStore, useRun } from '../stores/run';
import { stepsOf } from '../stores/run_state';
import { placeOf } from './place_of';

export interface ValuesAt {
  /** Steps that the contender had trained. */
  readonly step: number;
  readonly values: FlowValues;
}

interface Shown {
  readonly of: string;
  readonly at: ValuesAt | null;
  readonly trouble: string | null;
}

/** Milliseconds between two glances at the race, and between two looks at least. */
const GLANCE = 250;
const PATIENCE = 1000;
/** So many times what a look took passes before the next, so that training hardly slows. */
const REST = 20;

/**
 * The values of a contender for an example of the task, refreshed while it trains. Null: it has not trained, or it is set up otherwise
 * than the race that is loaded.
 */
export function useFlowValues(contender: ContenderConfig, example: number): Omit<Shown, 'of'> {
  const place = useRun(state => placeOf(state, contender));
  const brought = contender.weights !== undefined;
  const of = useRun(({ runId }) => `${runId} ${place} ${example}`);
  const [shown, show] = useState<Shown>({ of, at: null, trouble: null });
  useEffect(() => {
    if (place === null) return;
    let gone = false;
    let due = 0;
    let seen = -1;
    const look = async () => {
      const run = runStore.getState();
      const member = run.members[place];
      const step = member ? stepsOf(member) : 0;
      if (!run.loaded || (step === 0 && !brought) || step === seen || performance.now() < due) return;
      due = Number.POSITIVE_INFINITY;
      const begun = performance.now();
      try {
        const answer = await probe({ kind: 'flow', contender: place, input: { kind: 'example', index: example } });
        if (!gone && answer.kind === 'flow') show({ of, at: { step, values: answer.flow }, trouble: null });
      } catch (error) {
        if (!gone) show({ of, at: null, trouble: error instanceof Error ? error.message : String(error) });
      }
      seen = step;
      const now = performance.now();
      due = now + Math.max(PATIENCE, REST * (now - begun));
    };
    void look();
    const timer = setInterval(() => void look(), GLANCE);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [place, of, example, brought]);
  return shown.of === of ? shown : { at: null, trouble: null };
}
