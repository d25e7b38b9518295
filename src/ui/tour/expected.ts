import { create } from 'zustand';
import type { Action } from './step';
import { steps } from './steps';

/** How long this machine takes for what the two cores of the evidence did in a second. */
interface Pace {
  readonly factor: number;
  /** A loop was timed when the argument opened, or a run of one of its buttons. */
  readonly from: 'loop' | 'run';
}

interface PaceState {
  readonly pace: Pace | null;
}

export const paceStore = create<PaceState>(() => ({ pace: null }));

export const usePace = paceStore;

/** Milliseconds of the loop on the machine of the evidence, in Chromium. */
const LOOP_THERE = 0.83;

/** The least of so many times is that of a core that nothing interrupts. */
const REPEATS = 25;

/** Below and above, a timing says more about the clock than about the machine. */
const [LEAST, MOST] = [0.1, 10];

/** Seconds on the machine of the evidence. Undefined: the button only looks. */
export function secondsOf(action: Action): number | undefined {
  if (action.kind !== 'race' && action.kind !== 'experiment') return undefined;
  if (action.evidence === undefined) return action.kind === 'race' ? action.seconds : undefined;
  const all = steps.flatMap(({ found }) => found.evidence);
  return all.find(({ name }) => name === action.evidence)?.seconds;
}

/** 'about 5 s', from its time there and the pace here. Empty: the button only looks. */
export function expectedWords(seconds: number | undefined, pace: Pace | null): string {
  return seconds === undefined ? '' : `about ${roughly(seconds * (pace?.factor ?? 1))}`;
}

/** Where the expected times come from. */
export function paceWords(pace: Pace | null): string {
  if (pace === null) return 'Expected times are those of two cores; this machine was not timed yet.';
  const by = `Expected times are those of two cores, times ${told(pace.factor)}`;
  return pace.from === 'loop' ? `${by}: so long does a loop take here.` : `${by}: so long did the last run take here.`;
}

function told(factor: number): string {
  return factor.toFixed(factor < 10 ? 1 : 0);
}

/** 1 s · 8 s · 25 s · 2 min. */
function roughly(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90) return `${5 * Math.round(seconds / 5)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** A run took so long from click to result: later times follow it. */
export function learnPace(name: string, seconds: number): void {
  const there = steps.flatMap(({ found }) => found.evidence).find(evidence => evidence.name === name)?.seconds ?? 0;
  // A shorter run was mostly compiled.
  if (there < 4) return;
  paceStore.setState({ pace: { factor: within(seconds / there), from: 'run' } });
}

/** Times a loop of multiplications, once, for machines that compute on the CPU. A GPU is timed by its first run. */
export function timeLoop(): void {
  if (paceStore.getState().pace !== null) return;
  const times = Array.from({ length: REPEATS }, loopTime);
  paceStore.setState({ pace: { factor: within(Math.min(...times) / LOOP_THERE), from: 'loop' } });
}

function loopTime(): number {
  const values = new Float32Array(4096).fill(1);
  const began = performance.now();
  for (let pass = 0; pass < 300; pass++) {
    for (let i = 0; i < values.length; i++) values[i] = values[i] * 0.999 + 0.001;
  }
  return performance.now() - began;
}

function within(factor: number): number {
  return Math.min(MOST, Math.max(LEAST, factor));
}
