import { quantile } from '../../quantile';
import { milliseconds, whole } from '../format';
import { type MemberRun, type RunState, standing } from '../stores/run_state';
import { listed } from '../tour/words';

/** A cost that is this many times that at the beginning has grown; on a busy machine timings vary by less. */
const GROWN = 2;
/** Fewer groups of tokens than this say nothing. */
const FEWEST = 3;

interface Cost {
  readonly name: string;
  /** Milliseconds of a token in the first and in the last quarter of the positions. */
  readonly first: number;
  readonly last: number;
  /** The furthest position. */
  readonly to: number;
}

/** The third idea. */
export function costWords(run: RunState): string {
  const costs = standing(run).flatMap(member => costOf(member) ?? []);
  if (run.sampling?.done !== true || costs.length === 0)
    return 'Every contender writes, each for the same time, so whoever slows down falls behind. The chart “Time per token” shows what each further character costs.';
  const grown = costs.filter(isGrown);
  const level = costs.filter(cost => !isGrown(cost));
  const to = whole(Math.max(...costs.map(cost => cost.to)));
  const rising = grown.map(
    ({ name, first, last }) => `${name} ${milliseconds(first)} at first and ${milliseconds(last)} near position ${to}`,
  );
  const same = level.map(({ name, last }) => `${name} ${milliseconds(last)}`);
  return [
    rising.length > 0 ? `A character costs ${listed(rising)}.` : `Up to position ${to} no cost doubles here.`,
    rising.length > 0 && same.length > 0 ? `The others stay about level: ${listed(same)}.` : '',
    'Attention looks back at every character before; the others carry a state of one size.',
  ]
    .filter(words => words !== '')
    .join(' ');
}

export function costHeadline(run: RunState): string {
  if (run.sampling?.done !== true) return '';
  const names = standing(run)
    .flatMap(member => costOf(member) ?? [])
    .filter(isGrown)
    .map(({ name }) => name);
  return names.length > 0 ? `The cost of a token grows for ${listed(names)}.` : 'No cost doubles.';
}

function isGrown({ first, last }: Cost): boolean {
  return last > GROWN * first;
}

function costOf({ name, latency: { carried } }: MemberRun): Cost | null {
  const [positions, times] = [carried.position.view(), carried.milliseconds.view()];
  if (positions.length < FEWEST) return null;
  const to = positions.reduce((a, b) => Math.max(a, b), 0);
  const medianOf = (isIn: (position: number) => boolean): number =>
    quantile(
      times.filter((_, i) => isIn(positions[i] ?? Number.NaN)),
      0.5,
    );
  const first = medianOf(position => position <= to / 4);
  const last = medianOf(position => position >= (3 * to) / 4);
  return Number.isFinite(first) && Number.isFinite(last) ? { name, first, last, to } : null;
}
