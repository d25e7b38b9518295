/** What twins compute by one formula each. */

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** log(1 + exp(x)), to full accuracy at either end. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** What linear attention makes of queries and keys: elu + 1. */
export const phi = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));
