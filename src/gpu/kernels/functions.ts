/** Functions that several twins share. */

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** log(1 + exp(x)), to full accuracy for large and small x. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The feature map of linear attention, elu + 1 (Katharopoulos et al. 2020, equation 7). */
export const phi = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));
