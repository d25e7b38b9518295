/** The unit of a column: whole steps, tokens, or operations; nats; a share from 0 to 1; a norm; seconds. */
export type CurveQuantity = 'count' | 'amount' | 'nats' | 'share' | 'norm' | 'time';

/** What is known at a step of a contender, in the order of the CSV and JSON. `axis`: a chart can draw the others against it. */
export const curveFacts = {
  step: { label: 'Step', unit: 'step', quantity: 'count', axis: true },
  loss: { label: 'Training loss', unit: 'nats per scored token', quantity: 'nats', axis: false },
  validation: { label: 'Validation loss', unit: 'nats per scored token', quantity: 'nats', axis: false },
  accuracy: { label: 'Accuracy', unit: 'share of scored tokens right', quantity: 'share', axis: false },
  gradientNorm: { label: 'Gradient norm', unit: 'over all weights', quantity: 'norm', axis: false },
  tokens: { label: 'Tokens', unit: 'tokens', quantity: 'count', axis: true },
  /** Forward and backward, so far. */
  flops: { label: 'FLOPs', unit: 'training FLOPs', quantity: 'amount', axis: true },
  /** Of this contender's own turns. */
  seconds: { label: 'Time', unit: 'time trained', quantity: 'time', axis: true },
} as const satisfies Readonly<Record<string, { label: string; unit: string; quantity: CurveQuantity; axis: boolean }>>;

export type CurveColumn = keyof typeof curveFacts;

/** One value per column. */
export type CurveColumns<T> = Readonly<Record<CurveColumn, T>>;

export function curveColumnsOf<T>(make: (column: CurveColumn) => T): CurveColumns<T> {
  return {
    step: make('step'),
    loss: make('loss'),
    validation: make('validation'),
    accuracy: make('accuracy'),
    gradientNorm: make('gradientNorm'),
    tokens: make('tokens'),
    flops: make('flops'),
    seconds: make('seconds'),
  };
}

export const curveColumns: readonly CurveColumn[] = Object.values(curveColumnsOf(column => column));

/** Points of a contender's curve: columns of equal length; NaN: not measured. */
export type CurvePoints = CurveColumns<Float64Array>;

/** Points, and those that follow them, if there are any. */
export function joinPoints(first: CurvePoints, next: CurvePoints | undefined): CurvePoints {
  return next ? curveColumnsOf(column => joined(first[column], next[column])) : first;
}

/** Not as arguments of one call: a curve may have a million points. */
function joined(first: Float64Array, next: Float64Array): Float64Array {
  const all = new Float64Array(first.length + next.length);
  all.set(first);
  all.set(next, first.length);
  return all;
}
