import type { Member } from '../config/members';
import { type CurvePoints, curveColumns, curveColumnsOf, joinPoints } from '../race/curve';
import { type LatencyPoints, latencyColumns, latencyColumnsOf } from '../sampling/latency';
import { numberOf, readRows, writeNumbers } from './points_csv';
import type { RunMember } from './run';
import { RunFileError } from './run_file_error';
import { PARTS } from './run_parts';
import { AGAIN } from './zip_directory';

const CURVES = ['contender', 'seed', ...curveColumns];
const LATENCIES = ['contender', 'seed', 'form', ...latencyColumns];

type Measured = Pick<RunMember, 'curve' | 'waiting' | 'latency'>;

/** The curves of all members, a row for each step, also for those that wait for their validation. */
export function writeCurves(members: readonly Member[], measured: readonly Measured[]): string {
  return writeNumbers(
    CURVES,
    (function* () {
      for (const [index, { contender, seed }] of members.entries()) {
        const own = measured[index];
        if (!own) continue;
        const curve = joinPoints(own.curve, own.waiting);
        for (let i = 0; i < curve.step.length; i++)
          yield [contender, seed, ...curveColumns.map(column => curve[column][i] ?? Number.NaN)];
      }
    })(),
  );
}

/** What sampled tokens cost, a row for each timed group. */
export function writeLatencies(members: readonly Member[], measured: readonly Measured[]): string {
  return writeNumbers(
    LATENCIES,
    (function* () {
      for (const [index, { contender, seed }] of members.entries())
        for (const form of ['carried', 'naive'] as const) {
          const points = measured[index]?.latency[form];
          if (!points) continue;
          for (let i = 0; i < points.position.length; i++)
            yield [contender, seed, form, ...latencyColumns.map(column => points[column][i] ?? Number.NaN)];
        }
    })(),
  );
}

/** The curves of each member, in order. Throws RunFileError. */
export function readCurves(members: readonly Member[], text: string): CurvePoints[] {
  const columns = members.map(() => curveColumnsOf((): number[] => []));
  const places = placesOf(members);
  readRows(PARTS.curves, text, CURVES, ([contender = '', seed = '', ...cells], at) => {
    const own = columns[placeAt(places, contender, seed, at)];
    if (own) for (const [i, column] of curveColumns.entries()) own[column].push(numberOf(cells[i] ?? '', at));
  });
  return columns.map(own => curveColumnsOf(column => Float64Array.from(own[column])));
}

/** The latencies of each member, in order. Throws RunFileError. */
export function readLatencies(
  members: readonly Member[],
  text: string,
): { readonly carried: LatencyPoints; readonly naive: LatencyPoints }[] {
  const empty = () => latencyColumnsOf((): number[] => []);
  const columns = members.map(() => ({ carried: empty(), naive: empty() }));
  const places = placesOf(members);
  readRows(PARTS.latencies, text, LATENCIES, ([contender = '', seed = '', form = '', ...cells], at) => {
    const own = columns[placeAt(places, contender, seed, at)];
    if (form !== 'carried' && form !== 'naive')
      throw new RunFileError(`${at} has a form that is neither carried nor naive. ${AGAIN}`);
    if (own) for (const [i, column] of latencyColumns.entries()) own[form][column].push(numberOf(cells[i] ?? '', at));
  });
  const points = (own: ReturnType<typeof empty>) => latencyColumnsOf(column => Float64Array.from(own[column]));
  return columns.map(({ carried, naive }) => ({ carried: points(carried), naive: points(naive) }));
}

function placesOf(members: readonly Member[]): ReadonlyMap<string, number> {
  return new Map(members.map(({ contender, seed }, index) => [`${contender},${seed}`, index]));
}

function placeAt(places: ReadonlyMap<string, number>, contender: string, seed: string, at: string): number {
  const place = places.get(`${contender},${seed}`);
  if (place === undefined)
    throw new RunFileError(`${at} is of a contender and a seed that the race does not have. ${AGAIN}`);
  return place;
}
