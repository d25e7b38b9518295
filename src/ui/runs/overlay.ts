import { membersOf } from '../../lab/config/members';
import type { CurveColumn, CurvePoints } from '../../lab/race/curve';
import type { RaceRun } from '../../lab/runs/run';
import { meanOf } from '../seed_statistics';

/** A contender of a run among the curves of several runs. */
export interface OverlaidCurve {
  /** Of its run. */
  readonly run: string;
  readonly contender: string;
  readonly seeds: number;
  /** Its colour and dashes: its place among all. */
  readonly slot: number;
  /** Columns of its seeds, in step; means of them. */
  readonly column: (name: CurveColumn) => Float64Array;
}

/** All contenders of the runs, each with a colour of its own. Runs of one name get a number. */
export function overlaidCurves(runs: readonly RaceRun[]): OverlaidCurve[] {
  const curves = runs.flatMap((run, place) => {
    const same = runs.filter(({ name }) => name === run.name);
    const name = same.length > 1 ? `${run.name} (${same.indexOf(run) + 1})` : run.name;
    const members = membersOf(run.config);
    return run.config.contenders.map((contender, index) => {
      const own = run.members.filter((_, i) => members[i]?.contender === index).map(({ curve }) => curve);
      return { place, run: name, contender: contender.name, own };
    });
  });
  return curves.map(({ run, contender, own }, slot) => ({
    run,
    contender,
    seeds: own.length,
    slot,
    column: name => meanColumn(own, name),
  }));
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

/** The last finite value of a column; NaN: there is none. */
export function lastOf(values: Float64Array): number {
  return values.findLast(Number.isFinite) ?? Number.NaN;
}
