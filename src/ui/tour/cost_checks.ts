import { count } from '../../lab/experiments/phrases';
import { type Check, check, costAt } from './check';
import type { Evidence } from './evidence';

/** Where the state of a token is compared. */
const [NEAR, FAR] = [256, 4096];

/** 'The state of LSTM stays the same from token 256 to token 4,096' */
export function stateStays(run: Evidence, contender: string): Check {
  return check(
    `The state of ${contender} is as large at token ${count(FAR)} as at token ${count(NEAR)}`,
    statesOf(run, contender),
    stateWords,
    ({ near, far }) => far === near,
  );
}

/** The state grows as the position does. */
export function stateGrows(run: Evidence, contender: string): Check {
  return check(
    `The state of ${contender} grows ${count(FAR / NEAR)} times from token ${count(NEAR)} to token ${count(FAR)}`,
    statesOf(run, contender),
    stateWords,
    ({ near, far }) => far === (FAR / NEAR) * near,
  );
}

/** The time of a late token over that of an early one grows more with one contender than with another. */
export function timeGrowsMore(run: Evidence, steep: string, flat: string): Check {
  const times = (name: string): readonly [number | null, number | null] => [
    costAt(run, name, 'milliseconds', NEAR),
    costAt(run, name, 'milliseconds', FAR),
  ];
  const [[a, b], [c, d]] = [times(steep), times(flat)];
  return check(
    `Token ${count(FAR)} takes more times as long as token ${count(NEAR)} with ${steep} than with ${flat}`,
    { a, b, c, d },
    it => `${(it.b / it.a).toFixed(1)} times, and ${(it.d / it.c).toFixed(1)} times`,
    it => it.b / it.a > it.d / it.c,
  );
}

function statesOf(run: Evidence, contender: string): { near: number | null; far: number | null } {
  return { near: costAt(run, contender, 'bytes', NEAR), far: costAt(run, contender, 'bytes', FAR) };
}

function stateWords({ near, far }: { readonly near: number; readonly far: number }): string {
  return `${count(near)} and ${count(far)} bytes`;
}
