import { create } from 'zustand';
import type { ParametersAt } from '../parameters_of';

interface ParameterHistory {
  readonly runId: number;
  readonly place: number;
  /** By step. */
  readonly looks: readonly ParametersAt[];
}

/** Most looks that are kept; beyond them every second one is dropped. */
const MOST = 128;

const empty: ParameterHistory = { runId: -1, place: -1, looks: [] };

export const parameterHistory = create<ParameterHistory>(() => empty);

/** Adds a look at the parameters of a member. Those of another run or member, and those that training was set back behind, are dropped. */
export function addLook(runId: number, place: number, look: ParametersAt): void {
  parameterHistory.setState(before => {
    const same = before.runId === runId && before.place === place;
    const earlier = same ? before.looks.filter(({ step }) => step < look.step) : [];
    if (same && earlier.length < before.looks.length && before.looks.at(-1)?.step === look.step) return before;
    return { runId, place, looks: thinned([...earlier, look]) };
  });
}

function thinned(looks: readonly ParametersAt[]): readonly ParametersAt[] {
  return looks.length <= MOST ? looks : looks.filter((_, i) => i % 2 === 0 || i === looks.length - 1);
}
