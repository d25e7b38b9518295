import type { Facts, Work } from '../src/lab/measure/subject';
import type { Timing } from '../src/lab/measure/timing';

/** The result of one side in one case. */
export type Outcome = { readonly timing?: Timing | undefined; readonly facts: Facts } | { readonly failure: string };

export interface CaseResult {
  readonly name: string;
  /** Absent if nothing is timed. */
  readonly work?: Work | undefined;
  readonly note?: string | undefined;
  /** The machine's peak in FLOP/s, measured in turns with this case; absent if arithmetic is not the subject. */
  readonly peak?: number | undefined;
  /** 'unroll' and the names of peers. */
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
  readonly adapter: string;
  readonly software: boolean;
  /** Browser name and version. */
  readonly browser: string;
  readonly processors: number;
  readonly quick: boolean;
  readonly families: readonly FamilyResult[];
}
