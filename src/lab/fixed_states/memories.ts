import { rebuildFadingLegs, rebuildLegs } from './legs';
import { rebuildLegt } from './legt';
import { rebuildRandom } from './random_state';

export interface MemorySettings {
  /** Numbers of the state. */
  readonly N: number;
  /** Samples: the length that LegT holds, and the time in which the others but LegS fade. */
  readonly window: number;
  readonly seed: number;
}

/** A linear state that no training changes: what it rebuilds (L) of a signal (L) after its last sample. */
export interface Memory {
  readonly name: string;
  rebuild(signal: Float64Array, settings: MemorySettings): Float64Array;
}

export const memories: readonly Memory[] = [
  { name: 'LegS', rebuild: (f, { N }) => rebuildLegs(f, N) },
  { name: 'LegS, fixed step', rebuild: (f, { N, window }) => rebuildFadingLegs(f, N, window) },
  { name: 'LegT', rebuild: (f, { N, window }) => rebuildLegt(f, N, window) },
  { name: 'Random', rebuild: (f, { N, window, seed }) => rebuildRandom(f, N, window, seed) },
];
