import { membersOf } from '../../lab/config/members';
import type { CurveColumn, CurvePoints } from '../../lab/race/curve';
import type { RaceRun } from '../../lab/runs/run';
import { meanOf } from '../../statistics';

/** A contender of a run among the curves of several runs. */
export interface OverlaidCurve {
  /** Of its run. */
  readonly run: string;
  readonly contender: string;
  readonly seeds: number;
  /** Seeds that diverged or failed. They count only where all did. */
  readonly out: number;
  /** Its colour and dashes: its place among all. */
  readonly slot: number;
  /** Columns of its seeds, in step; means of them. */
  readonly column: (name: CurveColumn) => Float64Array;
}

/** Names of runs; those that are equal get a number. */
export function distinctRunNames(runs: readonly Pick<RaceRun, 'name'>[]): string[] {
  return runs.map(run => {
    const same = runs.filter(({ name }) => name === run.name);
    return same.length > 1 ? `${run.name} (${same.indexOf(run) + 1})` : run.name;
  });
}

/** All contenders of the runs, each with a colour of its own. */
export function overlaidCurves(runs: readonly RaceRun[]): OverlaidCurve[] {
  const names = distinctRunNames(runs);
  const curves = runs.flatMap((run, place) => {
    const name = names[place] ?? run.name;
    const members = membersOf(run.config);
    return run.config.contenders.map((contender, index) => {
      const own = run.members.filter((_, i) => members[i]?.contender === index);
      return { run: name, contender: contender.name, own };
    });
  });
  return curves.map(({ run, contender, own }, slot) => {
    const going = own.filter(({ status }) => status !== 'diverged' && status !== 'failed');
    const counted = (going.length > 0 ? going : own).map(({ curve }) => curve);
    const out = own.length - going.length;
    return { run, contender, seeds: own.length, out, slot, column: name => meanColumn(counted, name) };
  });
}

/** The mean over the seeds at each step that all of them have. */
function meanColumn(seeds: readonly CurvePoints[], name: CurveColumn): Float64Array {
  const [only] = seeds;
  if (only && seeds.length === 1) return only[name];
  const length = Math.min(...seeds.map(curve => curve.step.length));
  return Float64Array.from({ length }, (_, i) =>
    meanOf(seeds.map(curve => curve[name][i] ?? Number.NaN).filter(Number.isFinite)),
  );
}

/** ', mean of 2 of 6 seeds; 4 diverged'; empty for one seed that goes on. */
export function seedWords({ seeds, out }: Pick<OverlaidCurve, 'seeds' | 'out'>): string {
  if (seeds === 1) return out > 0 ? ', diverged' : '';
  if (out === 0) return `, mean of ${seeds} seeds`;
  return out === seeds
    ? `, all ${seeds} seeds diverged`
    : `, mean of ${seeds - out} of ${seeds} seeds; ${out} diverged`;
}

/** The last finite value of a column; NaN: there is none. */
export function lastOf(values: Float64Array): number {
  return values.findLast(Number.isFinite) ?? Number.NaN;
}
