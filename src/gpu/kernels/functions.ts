/** Functions that several twins share. */

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** log(1 + exp(x)), to full accuracy for large and small x. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The feature map of linear attention, elu + 1 (Katharopoulos et al. 2020, equation 7). */
export const phi = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));

const GELU_SCALE = 2 * Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;

/** x Φ(x) with Φ by a tanh (Hendrycks and Gimpel 2016, section 2). The twice of its argument makes it a sigmoid. */
export const geluTanh = (x: number): number => x * sigmoid(GELU_SCALE * (x + GELU_CUBE * x ** 3));

/** The derivative of `geluTanh`. */
export function geluTanhSlope(x: number): number {
  const open = sigmoid(GELU_SCALE * (x + GELU_CUBE * x ** 3));
  return open + x * open * (1 - open) * GELU_SCALE * (1 + 3 * GELU_CUBE * x ** 2);
}
