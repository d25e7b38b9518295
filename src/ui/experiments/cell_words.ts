import type { Cell, Column } from '../../lab/experiments/experiment';
import { bytes, compact, percent, significant, whole } from '../format';

/** Units that the words of a figure carry themselves. */
const carried: ReadonlySet<string> = new Set(['share', 'bytes']);

/** What a column's head says of its unit; null where its cells say it, or there is none. */
export function unitOf({ unit }: Column): string | null {
  return unit === undefined || carried.has(unit) ? null : unit;
}

export function axisUnit({ unit }: Column): string {
  return unit === 'share' ? '%' : (unit ?? '');
}

/** A figure with sensible precision. */
export function figure(value: number, unit?: string): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'bytes':
      return bytes(value);
    case 'tokens':
    case 'sequences':
      return whole(value);
    default:
      return plain(value);
  }
}

/** A figure with its unit. */
export function figureWords(value: number, column: Column): string {
  return `${figure(value, column.unit)} ${unitOf(column) ?? ''}`.trimEnd();
}

/** A round number on an axis, in a few characters. */
export function tick(value: number, unit?: string): string {
  switch (unit) {
    case 'share':
      return `${Math.round(100 * value)} %`;
    case 'bytes':
      return bytes(value)
        .replace('.00', '')
        .replace(/(\d)\.0 /, '$1 ');
    case 'tokens':
      return lengthHead(value);
    default:
      return value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7) ? short(value) : power(value);
  }
}

/** What a table's cell says; null: nothing was measured. */
export function cellWords(cell: Cell, { unit }: Column): string | null {
  return typeof cell === 'number' ? figure(cell, unit) : cell;
}

function plain(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return whole(value);
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e7)) return scientific(value);
  return Math.abs(value) >= 1000 ? whole(value) : significant(value);
}

function short(value: number): string {
  return Number.isInteger(value) ? compact(value) : String(value);
}

/** 2.4 × 10⁻⁹ */
function scientific(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential(2).split('e');
  return `${digits} × 10${superscript(Number(exponent))}`;
}

/** 10⁻⁹, or 3 × 10⁻⁹ */
function power(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits === '1' ? '' : `${digits} × `}10${superscript(Number(exponent))}`;
}

export function superscript(value: number): string {
  return String(value).replace(/./g, digit => (digit === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '')));
}

/** A length on a narrow head: 4,096 · 2¹⁴. */
export function lengthHead(value: number): string {
  const exponent = Math.log2(value);
  return value > 9999 && Number.isInteger(exponent) ? `2${superscript(exponent)}` : whole(value);
}
