/** B sequences of L tokens. */
export interface BatchShape {
  readonly B: number;
  readonly L: number;
}
