/** Positions that a token is sampled at, each four times as far. */
export const POSITIONS = [256, 1024, 4096, 16384] as const;

/** Name of a contender's row. */
export function atPosition(contender: string, position: number): string {
  return `${contender}, at ${position.toLocaleString('en')}`;
}
