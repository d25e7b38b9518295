import type { Work } from './subject';

/** Of a work's unit per second. */
export function rateOf(work: Work, milliseconds: number): number {
  return work.amount / (milliseconds / 1000);
}

/** Three significant digits, and all digits before the point: 1,234 · 12.3 · 0.0123. */
export function digits(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}

/** A time in the unit of its table: rates for FLOPs and bytes, times for all else. */
export function readingOf(work: Work, milliseconds: number): { readonly value: number; readonly unit: string } {
  switch (work.unit) {
    case 'FLOP':
      return { value: rateOf(work, milliseconds) / 1e9, unit: 'GFLOP/s' };
    case 'byte':
      return { value: rateOf(work, milliseconds) / 1e9, unit: 'GB/s' };
    case 'update':
      return { value: (milliseconds * 1e6) / work.amount, unit: 'ns' };
    case 'step':
    case 'token':
    case 'redraw':
    case 'save':
      return { value: milliseconds / work.amount, unit: 'ms' };
    default:
      return work.unit satisfies never;
  }
}
