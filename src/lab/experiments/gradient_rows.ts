import { z } from 'zod';
import { doublings } from '../../doublings';
import { meanOf } from '../../statistics';
import type { NumberType } from './instruments/instruments';
import { spreadOf } from './seeds';

const NUMBERS = ['float32', 'float64'] as const satisfies readonly NumberType[];

/** Why a norm has no figure. */
const gradientStatus = z.union([
  z.enum(['measured', 'beyond receptive field', 'between taps', 'diverged']),
  z.templateLiteral(['too ', z.enum(['small', 'large']), ' for ', z.enum(NUMBERS)]),
  z.templateLiteral(['below the rounding of ', z.enum(NUMBERS)]),
]);
export type GradientStatus = z.infer<typeof gradientStatus>;

const gradientPoint = z.strictObject({
  distance: z.number(),
  /** Norm of the gradient of the loss at the last position, with respect to the embedding that many tokens back. */
  gradient: z.number().nullable(),
  status: gradientStatus,
});
export type GradientPoint = Readonly<z.infer<typeof gradientPoint>>;

/** The gradients of one seed after so many steps. */
export const gradientLook = z.strictObject({
  steps: z.number(),
  diverged: z.boolean(),
  points: z.array(gradientPoint.readonly()).readonly(),
});
export type Look = Readonly<z.infer<typeof gradientLook>>;

export type GradientRow = {
  readonly contender: string;
  readonly steps: number;
  readonly distance: number;
  /** The geometric mean of the seeds. */
  readonly gradient: number | null;
  readonly gradient_low: number | null;
  readonly gradient_high: number | null;
  /** Relative to the gradient one token back. */
  readonly relative: number | null;
  readonly seeds: number;
  readonly status: GradientStatus;
};

/**
 * The least measurable norm. In float32 it is a thousand times the least normal number: a device may treat smaller parts as 0,
 * and the norm must exceed that loss. In float64 its square must be above 0, too.
 */
export const LEAST = { float32: 2 ** -116, float64: 2 ** -500 } as const satisfies Record<NumberType, number>;

interface Measurement {
  readonly numbers: NumberType;
  /** Tokens that the last position sees, itself included; null: all. */
  readonly field: number | null;
  /** By distance, whether it sees the token there; absent: all of its field. */
  readonly seen?: readonly boolean[];
  /** Norms below this share of the largest are rounding; absent: none are. */
  readonly rounding?: number;
  readonly diverged: boolean;
}

/** norms[distance] */
export function gradientPoints(
  norms: ArrayLike<number>,
  { numbers, field, seen, rounding = 0, diverged }: Measurement,
): GradientPoint[] {
  const largest = Array.from(norms).reduce((most, norm) => Math.max(most, norm), 0);
  const statusAt = (distance: number): GradientStatus => {
    const norm = norms[distance] ?? 0;
    if (diverged) return 'diverged';
    if (field !== null && distance >= field) return 'beyond receptive field';
    if (seen?.[distance] === false) return 'between taps';
    if (!Number.isFinite(norm)) return `too large for ${numbers}`;
    if (norm < LEAST[numbers]) return `too small for ${numbers}`;
    return norm < rounding * largest ? `below the rounding of ${numbers}` : 'measured';
  };
  const distances = [0, ...(norms.length > 1 ? doublings(1, norms.length - 1) : [])];
  return distances.map(distance => {
    const status = statusAt(distance);
    const exact = status === 'beyond receptive field' || status === 'between taps' ? 0 : null;
    return { distance, gradient: status === 'measured' ? (norms[distance] ?? 0) : exact, status };
  });
}

/** The rows of one look of all seeds. */
export function gradientRows(contender: string, steps: number, seeds: readonly Pick<Look, 'points'>[]): GradientRow[] {
  const [first] = seeds;
  const rows = (first?.points ?? []).map(({ distance }) => {
    const own = seeds.flatMap(({ points }) => points.filter(point => point.distance === distance));
    const { least, most } = spreadOf(own.map(({ gradient }) => gradient));
    const status = own.find(point => point.status !== 'measured')?.status ?? 'measured';
    const gradient = geometricMean(own.map(point => point.gradient));
    return { contender, steps, distance, gradient, gradient_low: least, gradient_high: most, status };
  });
  const one = rows.find(({ distance }) => distance === 1)?.gradient ?? null;
  return rows.map(({ status, ...row }) => {
    const relative = one !== null && one > 0 && row.gradient !== null ? row.gradient / one : null;
    return { ...row, relative, seeds: seeds.length, status };
  });
}

/** Null if one has no figure. */
function geometricMean(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  const [first] = known;
  if (first === undefined || known.length < values.length) return null;
  // The logarithm of one value would round it.
  return known.length === 1 ? first : Math.exp(meanOf(known.map(Math.log)));
}
