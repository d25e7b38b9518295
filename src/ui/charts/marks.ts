import type { CurveColumn } from '../../lab/race/curve';
import type { RunMark } from '../../lab/runs/run';
import { greatest, least } from '../extremes';
import type { MemberRun } from '../stores/run_state';
import { nearestIndex } from './pointer';

/** A note in a chart. Where contenders reach its step at different x, as after some time, it lies from the first to the last. */
export interface PlotMark {
  /** From 1, by step. */
  readonly number: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

type Members = readonly Pick<MemberRun, 'curve'>[];

/** The marks that some of the members have reached. */
export function plotMarks(marks: readonly RunMark[], members: Members, x: CurveColumn): PlotMark[] {
  return marks.flatMap(({ step, text }, index) => {
    const xs = members.map(({ curve }) => (step === 0 ? 0 : curve[x].at(step - 1))).filter(Number.isFinite);
    return xs.length === 0 ? [] : [{ number: index + 1, text, from: least(xs), to: greatest(xs) }];
  });
}

/** The step at an x of the first contender; where nothing is pointed at, its last one. */
export function stepAt(members: Members, x: CurveColumn, at: number | null): number {
  const [first] = members;
  if (!first) return 0;
  const { length } = first.curve.step;
  const place = at === null ? length - 1 : nearestIndex([...first.curve[x].view()], at);
  return place < 0 ? 0 : first.curve.step.at(place);
}
