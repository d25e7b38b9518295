import type { Row } from '../../lab/experiments/experiment';

/** What a run of a button of the tour gave: `npm run evidence -- NAME` makes the file of that name in tour/evidence. */
export interface Evidence {
  /** That of the button. */
  readonly name: string;
  readonly command: string;
  readonly adapter: string;
  readonly machine: string;
  /** Year, month, day. */
  readonly date: string;
  /** Wall-clock. */
  readonly seconds: number;
  /** What ran, with every default filled in: a race, or an experiment and its parameters. */
  readonly config: unknown;
  /** Of the config: the button's has the same, or `stale` says what has changed. */
  readonly hash: string;
  /** What has changed since; null: nothing. */
  readonly stale: string | null;
  /** Of a race: its validations. Of an experiment: its rows. */
  readonly rows: readonly Row[];
}

/** The evidence of that name. Throws RangeError. */
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
