import type { Row } from '../../lab/experiments/experiment';
import { FEWEST_POINTS, fitPowerLaw, halfWidth, type PowerLaw } from '../../lab/experiments/fit';
import { pointsOf } from '../../lab/experiments/growth';
import { canTell, count, fitted, tooFew } from '../../lab/experiments/phrases';
import type { Evidence } from './evidence';
import { numberIn, reasonOf, rowsOf } from './evidence_rows';

/** Before this position the constant part of the cost hides the part that grows. */
const FROM = 256;

/** Within this exponent a cost is flat: a machine's speed drifts as much while positions are measured. */
const FLAT = 0.1;

/** The time of one token with carried state: '2.28 ms at token 256 and 21.3 ms at token 4,096. The time grows: exponent 0.81 ± 0.04 (5 points)' */
export function timeWords(evidence: Evidence, contender: string): string {
  const own = carried(evidence, contender);
  const measured = own.filter(row => numberIn(row, 'milliseconds') !== null);
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) return `no time (${reasonOf(own[0])})`;
  const law = lawOf(measured, 'milliseconds');
  const words = law ? fitted(law.exponent, law) : tooFew(measured.length);
  const places = measured.length === 1 ? at(first) : `${at(first)} and ${at(last)}`;
  const left = own.find(row => numberIn(row, 'milliseconds') === null);
  const missing = left ? `; from token ${count(numberIn(left, 'position') ?? 0)} on ${reasonOf(left)}` : '';
  return `${places}${missing}. The time ${trend(law)}: ${law && canFit(law) ? `exponent ${words}` : words}`;
}

/** The bytes of carried state: '131,072 bytes at first and 2,097,152 at last'. */
export function bytesWords(evidence: Evidence, contender: string): string {
  const own = carried(evidence, contender).filter(row => numberIn(row, 'bytes') !== null);
  const [first, last] = [own[0], own.at(-1)].map(row => count(numberIn(row, 'bytes') ?? 0));
  if (first === undefined || own.length === 0) return 'bytes that were not measured';
  return first === last ? `${first} bytes at every position` : `${first} bytes at first and ${last} at last`;
}

function carried(evidence: Evidence, contender: string): Row[] {
  return rowsOf(evidence, contender)
    .filter(row => row.method === 'carried state' && Number(row.position) >= FROM)
    .toSorted((a, b) => Number(a.position) - Number(b.position));
}

function at(row: Row): string {
  return `${numberIn(row, 'milliseconds')?.toPrecision(3)} ms at token ${count(numberIn(row, 'position') ?? 0)}`;
}

function lawOf(rows: readonly Row[], column: string): PowerLaw | undefined {
  return fitPowerLaw(
    pointsOf(
      rows,
      row => numberIn(row, 'position'),
      row => numberIn(row, column),
    ),
  );
}

/** Whether an exponent follows, be it too uncertain. */
function canFit({ error, points }: PowerLaw): boolean {
  return error !== null && points >= FEWEST_POINTS;
}

/** Says from an exponent and its 95 % interval whether the cost grows. */
function trend(law: PowerLaw | undefined): string {
  if (!law || !canTell(law)) return 'may grow or not';
  const half = halfWidth(law);
  if (Math.abs(law.exponent) + half <= FLAT) return 'hardly changes';
  if (law.exponent - half > 0) return 'grows';
  return law.exponent + half < 0 ? 'falls' : 'shows no growth';
}
