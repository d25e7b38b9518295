/** The tape of a lane: how far it was at the end of each of its turns, all from the start of the race. */
export const tapeColumns = ['milliseconds', 'tokens', 'characters', 'position', 'bytes'] as const;

/**
 * `milliseconds`: the time it had, without the waits for answers. `tokens`: it had chosen so many. `characters`: of its text, in
 * UTF-16. `position`: of its last token in its sequence. `bytes`: it carried so many there.
 */
export type TapeColumns<T> = Readonly<Record<(typeof tapeColumns)[number], T>>;

export function tapeColumnsOf<T>(make: (column: (typeof tapeColumns)[number]) => T): TapeColumns<T> {
  return {
    milliseconds: make('milliseconds'),
    tokens: make('tokens'),
    characters: make('characters'),
    position: make('position'),
    bytes: make('bytes'),
  };
}
