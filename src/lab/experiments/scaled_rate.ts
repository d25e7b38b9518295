import { leastOf } from './swept_cells';

/** Sizes at which every rate is tried; larger ones carry the best on. */
export const TRIED_SIZES = 2;

/** A learning rate at a width, and the loss that it gave; null: it diverged. */
export interface TriedRate {
  readonly lr: number;
  readonly width: number;
  readonly loss: number | null;
}

/** The rate with the least loss; undefined: all diverged, or none was tried. */
export function bestRate(tried: readonly TriedRate[]): TriedRate | undefined {
  return leastOf(tried, ({ loss }) => loss);
}

/** The best rate of a smaller width, carried on to this one in inverse proportion to the width (Yang et al. 2022, arXiv:2203.03466). */
export function carriedRate({ lr, width }: Pick<TriedRate, 'lr' | 'width'>, to: number): number {
  return (lr * width) / to;
}

export function ratesWords(rates: readonly number[]): string {
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(rates.map(String));
  return `Learning rates are the best of ${list} for each family at the ${TRIED_SIZES} smallest sizes, with the first seed; beyond, the last of them falls in inverse proportion to the width.`;
}
