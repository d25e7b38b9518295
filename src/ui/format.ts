import { percent as told } from '../lab/experiments/phrases';

const groups = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Numbers from this size on have an exponent: their digits are hard to read and wider than a column. */
const MANY = 1e6;

/** A number of any size in few digits: 2,000 · 71.9k · 1.24M · 3.1G. */
export function compact(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size < 10_000) return groups.format(value);
  const [divisor, suffix] = size < 1e6 ? [1e3, 'k'] : size < 1e9 ? [1e6, 'M'] : size < 1e12 ? [1e9, 'G'] : [1e12, 'T'];
  return `${significant(value / divisor)}${suffix}`;
}

/** A round number on an axis, without useless zeros: 500 · 15k · 2.5M. */
export function roundCount(value: number): string {
  return compact(value)
    .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\.(?=\D|$)/, '');
}

/** `digits` significant digits, at most six after the point. Numbers below 5e-7, or from a million on, have an exponent. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const whole = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  if (value !== 0 && Math.abs(value) < 5e-7) return value.toExponential(1);
  if (Math.abs(value) >= MANY) return value.toExponential(digits - 1);
  return value.toFixed(Math.min(6, Math.max(0, digits - whole)));
}

/** A round number on an axis: all its digits, or an exponent from a million on, as after a divergence. */
export function tickNumber(value: number): string {
  return Math.abs(value) >= MANY ? value.toExponential() : String(value);
}

/** A setting with all its digits; a whole number from 1,000 on with separators. */
export function grouped(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1000 ? groups.format(value) : String(value);
}

export function whole(value: number): string {
  return Number.isFinite(value) ? groups.format(value) : '–';
}

/** The length of a sound: 0.05 s · 0.50 s · 12.0 s. */
export function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

/** A rough time: 12 s · 9 min · 2 h 5 min. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3600);
  return `${hours} h ${Math.round((seconds - hours * 3600) / 60)} min`;
}

/** A round time in seconds, exactly: 0.5 s · 45 s · 1 min 30 s · 2 h. */
export function timeTick(seconds: number): string {
  if (seconds < 60 || !Number.isInteger(seconds)) return `${seconds} s`;
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  return parts.flatMap(([amount, unit]) => (amount === 0 ? [] : [`${amount} ${unit}`])).join(' ');
}

/** 512 B · 10.0 KiB · 1.25 MiB. */
export function bytes(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value < 1024) return `${Math.round(value)} B`;
  if (value < 1024 ** 2) return `${significant(value / 1024)} KiB`;
  if (value < 1024 ** 3) return `${significant(value / 1024 ** 2)} MiB`;
  return `${significant(value / 1024 ** 3)} GiB`;
}

export function milliseconds(value: number): string {
  return Number.isFinite(value) ? `${significant(value)} ms` : '–';
}

export function percent(share: number): string {
  return Number.isFinite(share) ? told(share) : '–';
}
