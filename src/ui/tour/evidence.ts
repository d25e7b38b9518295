import type { Row } from '../../lab/experiments/experiment';

/** The result of a run of a button of the tour. `npm run evidence -- NAME` makes its file, tour/evidence/NAME.json. */
export interface Evidence {
  /** The same as in the button's action. */
  readonly name: string;
  readonly command: string;
  readonly adapter: string;
  readonly machine: string;
  /** Year, month, day. */
  readonly date: string;
  /** Wall-clock time of the run. */
  readonly seconds: number;
  /** What ran, with every default filled in: a race, or an experiment and its parameters. */
  readonly config: unknown;
  /** Hash of the config. The button's config has the same hash, or `stale` says what has changed. */
  readonly hash: string;
  /** What has changed since the run. Null if nothing has. */
  readonly stale: string | null;
  /** The validations of a race, or the rows of an experiment. */
  readonly rows: readonly Row[];
}

/** The evidence of a name. Throws RangeError if there is none. */
export type EvidenceByName = (name: string) => Evidence;

export function byName(evidence: readonly Evidence[]): EvidenceByName {
  return name => {
    const found = evidence.find(candidate => candidate.name === name);
    if (found) return found;
    throw new RangeError(`there is no evidence '${name}'`);
  };
}

/** Where and when it ran: 'SwiftShader (software) on two cores, 2026-11-28'. */
export function placeWords({ adapter, machine, date }: Evidence): string {
  return `${adapter} on ${machine}, ${date}`;
}
