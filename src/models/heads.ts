import { ModelError } from './mixer';

/** Throws ModelError where heads do not share a width evenly. */
export function checkHeads(mixer: string, heads: number, D: number): void {
  if (D % heads === 0) return;
  throw new ModelError(`${mixer}: width ${D} does not divide into ${heads} heads; choose a width that is a multiple`);
}
