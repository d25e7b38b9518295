import { create } from 'zustand';
import { checkedStore, proofsOf, watchRuns } from './checked';
import { learnPace, secondsOf } from './expected';
import { startAction } from './start_action';
import type { Action, TourStep } from './step';

/** A visitor waits no longer for a claim, in seconds on two cores. What takes longer is shown as it was stored. */
const PATIENCE = 60;

interface Checking {
  /** The name of the step that is being checked. */
  readonly step: string;
  readonly left: readonly Action[];
  readonly running: string;
  readonly done: number;
}

interface CheckingState {
  readonly checking: Checking | null;
}

export const checkingStore = create<CheckingState>(() => ({ checking: null }));

export const useChecking = checkingStore;

/** The runs of a step that are short enough to wait for, one after the other: those that this machine has not made, or all if it has made all. */
export function toCheck(step: TourStep, checked: Readonly<Record<string, unknown>>): ToCheck {
  let sum = 0;
  const short = proofsOf(step).filter(proof => {
    const seconds = secondsOf(proof) ?? 0;
    if (sum + seconds > PATIENCE) return false;
    sum += seconds;
    return true;
  });
  const left = short.filter(proof => checked[proof.evidence] === undefined);
  return left.length > 0 ? { runs: left, again: false } : { runs: short, again: true };
}

interface ToCheck {
  readonly runs: readonly Action[];
  /** This machine has made all of them. */
  readonly again: boolean;
}

/** Runs all of them, one after the other. */
export function checkHere(step: TourStep): void {
  begin(step.name, toCheck(step, checkedStore.getState()).runs, 0);
}

/** Does what one button says, and leaves the others. */
export function doAction(action: Action): void {
  checkingStore.setState({ checking: null });
  note(action);
  startAction(action);
}

let keeping = false;

/** Begins to keep what the buttons give, if it has not begun. */
export function keepChecks(): void {
  if (keeping) return;
  keeping = true;
  watchRuns(name => {
    if (name === noted?.name) learnPace(name, (performance.now() - noted.at) / 1000);
    noted = null;
    const { checking } = checkingStore.getState();
    if (checking?.running === name) begin(checking.step, checking.left, checking.done + 1);
  });
}

function begin(step: string, [next, ...left]: readonly Action[], done: number): void {
  if (!next || !('evidence' in next) || next.evidence === undefined) {
    checkingStore.setState({ checking: null });
    return;
  }
  checkingStore.setState({ checking: { step, left, running: next.evidence, done } });
  note(next);
  startAction(next);
}

/** The run that a button started last, and when. */
let noted: { readonly name: string; readonly at: number } | null = null;

function note(action: Action): void {
  const name = 'evidence' in action ? action.evidence : undefined;
  noted = name === undefined ? null : { name, at: performance.now() };
}
