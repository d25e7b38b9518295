/** B sequences of L tokens. */
export interface BatchShape {
  readonly B: number;
  readonly L: number;
}

export function sameShape(one: BatchShape, other: BatchShape): boolean {
  return one.B === other.B && one.L === other.L;
}
