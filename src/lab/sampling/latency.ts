/** What sampled tokens cost: one entry per timed group of tokens. */
export const latencyColumns = ['position', 'milliseconds', 'bytes', 'tokens', 'roundTrip'] as const;

/**
 * `position`: of the last token of the group. `milliseconds`: of a token, without the wait for the answer. `bytes`: of carried state.
 * `tokens`: of the group. `roundTrip`: idle, measured beside the group, in milliseconds.
 */
export type LatencyColumns<T> = Readonly<Record<(typeof latencyColumns)[number], T>>;

export type LatencyPoints = LatencyColumns<Float64Array>;

export function latencyColumnsOf<T>(make: (column: (typeof latencyColumns)[number]) => T): LatencyColumns<T> {
  return {
    position: make('position'),
    milliseconds: make('milliseconds'),
    bytes: make('bytes'),
    tokens: make('tokens'),
    roundTrip: make('roundTrip'),
  };
}
