import type { Facts, Work } from '../src/lab/measure/subject';
import type { Timing } from '../src/lab/measure/timing';

/** The result of one side in one case. */
export type Outcome = { readonly timing?: Timing | undefined; readonly facts: Facts } | { readonly failure: string };

export interface CaseResult {
  readonly name: string;
  /** Absent if nothing is timed. */
  readonly work?: Work | undefined;
  /** Of a row that is counted. */
  readonly facts?: Facts | undefined;
  readonly note?: string | undefined;
  /** By name of the side. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

export interface FamilyResult {
  readonly name: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly cases: readonly CaseResult[];
}

/** The JSON of `npm run bench -- --out`. */
export interface BenchResult {
  /** Name of the GPU's adapter, where there is one. */
  readonly adapter?: string | undefined;
  readonly software: boolean;
  /** The build of `src/wasm` that ran. */
  readonly wasmBuild?: 'relaxed' | 'plain' | undefined;
  /** Names of our sides; the first is what the page chooses on this machine. */
  readonly own: readonly string[];
  /** Browser name and version. */
  readonly browser: string;
  readonly processors: number;
  /** Name of the processor. */
  readonly processor: string;
  /** Versions of the peers. */
  readonly peers: readonly string[];
  readonly quick: boolean;
  readonly families: readonly FamilyResult[];
}
