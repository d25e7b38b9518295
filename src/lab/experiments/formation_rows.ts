import { z } from 'zod';
import { count, namesOf, percent } from './phrases';
import { spreadOf } from './seeds';

/** One look at a training; null: not known. */
export const lookShape = z.strictObject({
  steps: z.number(),
  diverged: z.boolean(),
  first_loss: z.number().nullable(),
  later_loss: z.number().nullable(),
  later_accuracy: z.number().nullable(),
  in_context: z.number().nullable(),
  /** Of the head that has most (see lab/inspect/induction). */
  induction: z.number().nullable(),
  head: z.string().nullable(),
});
export type Look = Readonly<z.infer<typeof lookShape>>;

/** What is known of a model that diverged. */
export const UNSEEN = {
  first_loss: null,
  later_loss: null,
  later_accuracy: null,
  in_context: null,
  induction: null,
  head: null,
} as const;

/** One contender after so many steps: means over the seeds, null if one of them has none. */
export type FormationRow = Omit<Look, 'diverged'> & {
  readonly contender: string;
  readonly later_loss_low: number | null;
  readonly later_loss_high: number | null;
  readonly induction_low: number | null;
  readonly induction_high: number | null;
  readonly seeds: number;
  /** Of its last look: what its curves show, seed by seed. */
  readonly formation: string | null;
  readonly status: 'measured' | 'diverged';
};

/** A fall is sudden if this share of it lies within this share of the training. */
const SUDDEN = { fall: 0.5, training: 0.1 };
/** A head whose score never reaches this is no induction head. */
const LEAST_SCORE = 0.25;
/** A fall of the loss below this, in nats, is none. */
const LEAST_FALL = 0.5;

interface Point {
  readonly steps: number;
  readonly value: number;
}

export interface Fall {
  /** Nats, from the first look to the least. */
  readonly whole: number;
  /** The part of the training in which most of it lies: no longer than the given window, at least one step between looks. */
  readonly from: number;
  readonly to: number;
  /** Share of the whole. */
  readonly share: number;
}

/** The steepest part of a curve that is no longer than `window` steps. Undefined for fewer than two points, or if it never falls. */
export function steepest(points: readonly Point[], window: number): Fall | undefined {
  const [first] = points;
  const least = Math.min(...points.map(({ value }) => value));
  if (!first || !(first.value > least)) return undefined;
  const whole = first.value - least;
  let best: Fall | undefined;
  for (const [i, from] of points.entries()) {
    for (const [j, to] of points.slice(i + 1).entries()) {
      if (j > 0 && to.steps - from.steps > window) break;
      const share = (from.value - to.value) / whole;
      if (!best || share > best.share) best = { whole, from: from.steps, to: to.steps, share };
    }
  }
  return best;
}

/** The first look at which a curve has passed half of the way from its first value to its largest. */
export function halfway(points: readonly Point[]): Point | undefined {
  const [first] = points;
  if (!first) return undefined;
  const half = (first.value + Math.max(...points.map(({ value }) => value))) / 2;
  return points.find(({ value }) => value >= half && value > first.value);
}

function pointsOf(curve: readonly Look[], of: (look: Look) => number | null): Point[] {
  return curve.flatMap(look => {
    const value = of(look);
    return value === null ? [] : [{ steps: look.steps, value }];
  });
}

interface FormedBy {
  readonly seed: number;
  readonly steps: number;
  /** The star included, which never comes again. */
  readonly vocabulary: number;
}

/** The row of a look. `curves`: the looks of each seed, in the same order. */
export function formationRow(
  contender: string,
  curves: readonly (readonly Look[])[],
  index: number,
  params: FormedBy,
): FormationRow {
  const looks = curves.flatMap(curve => curve[index] ?? []);
  const spread = (of: (look: Look) => number | null) => spreadOf(looks.map(of));
  const later = spread(look => look.later_loss);
  const score = spread(look => look.induction);
  const at = looks[0]?.steps ?? 0;
  const words = curves.map((curve, ordinal) => `seed ${params.seed + ordinal}: ${curveWords(curve, params)}`);
  return {
    contender,
    steps: at,
    first_loss: spread(look => look.first_loss).mean,
    later_loss: later.mean,
    later_loss_low: later.least,
    later_loss_high: later.most,
    later_accuracy: spread(look => look.later_accuracy).mean,
    in_context: spread(look => look.in_context).mean,
    induction: score.mean,
    induction_low: score.least,
    induction_high: score.most,
    head: looks[0]?.head ?? null,
    seeds: curves.length,
    formation: at === params.steps ? words.join('. ') : null,
    status: looks.some(({ diverged }) => diverged) ? 'diverged' : 'measured',
  };
}

/** What each contender's curves show, once it is trained. */
export function formationWords(rows: readonly FormationRow[]): string[] {
  return namesOf(rows).map(name => {
    const own = rows.filter(({ contender }) => contender === name);
    const words = own.find(({ formation }) => formation !== null)?.formation;
    return words ? `${name}, ${words}.` : `${name}: ${count(own.at(-1)?.steps ?? 0)} steps so far.`;
  });
}

/** Whether the loss of later copies falls all at once, and where; and when the induction score passes half of its way. */
function curveWords(curve: readonly Look[], { steps, vocabulary }: FormedBy): string {
  // A fresh model is sure of wrong tokens. To lose that is no look-up.
  const chance = Math.log(vocabulary - 1);
  const last = curve.findLast(({ later_loss }) => later_loss !== null);
  const end = `${last?.later_loss?.toFixed(2) ?? 'no'} nats and ${percent(last?.later_accuracy ?? 0)} right in later copies after ${count(last?.steps ?? 0)} steps`;
  const parts = [
    ...(curve.some(({ diverged }) => diverged) ? ['it diverged'] : []),
    fallWords(
      pointsOf(curve, ({ later_loss }) => later_loss && Math.min(chance, later_loss)),
      steps,
    ),
    end,
    scoreWords(pointsOf(curve, look => look.induction)),
  ];
  return parts.join('; ');
}

function fallWords(points: readonly Point[], steps: number): string {
  const fall = steepest(points, SUDDEN.training * steps);
  if (!fall || fall.whole < LEAST_FALL) return 'it has not learned to look anything up';
  const kind = fall.share >= SUDDEN.fall ? 'a phase change' : 'no phase change';
  return `${kind}, ${percent(fall.share)} of the fall of ${fall.whole.toFixed(2)} nats below chance between steps ${count(fall.from)} and ${count(fall.to)}`;
}

function scoreWords(points: readonly Point[]): string {
  if (points.length === 0) return 'it has no matrix to score';
  const half = halfway(points);
  const most = Math.max(...points.map(({ value }) => value));
  return half && most >= LEAST_SCORE
    ? `the best head’s induction score passes half of its way at step ${count(half.steps)} and reaches ${percent(most)}`
    : `no head’s induction score passes ${percent(most)}`;
}
