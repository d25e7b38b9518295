import { ModelError } from './mixer';

/** Throws ModelError if the heads do not divide the width. */
export function checkHeads(mixer: string, heads: number, D: number): void {
  if (D % heads === 0) return;
  throw new ModelError(`${mixer}: width ${D} does not divide into ${heads} heads; choose a width that is a multiple`);
}
