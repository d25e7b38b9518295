import type { Chart, Column, Experiment } from '../../lab/experiments/experiment';
import type { Axis } from '../charts/axis';
import { type Extent, extentOf, type Range } from '../charts/range';
import { binaryTicks, padded } from '../charts/ticks';
import { axisUnit, figure, tick, unitOf } from './cell_words';

type Scales = Extract<Chart, { kind: 'line' }>['log'];

export function columnOf({ columns }: Experiment, key: string): Column {
  return columns.find(column => column.key === key) ?? { key, title: key };
}

/** 'ms over position in tokens, log' */
export function axesWords(x: Column, y: Column, log: Scales): string {
  const units = [axisUnit(y), axisUnit(x)];
  const over = `${x.title.toLowerCase()}${units[1] === '' ? '' : ` in ${units[1]}`}`;
  const scales = log.x && log.y ? ', log' : log.y ? ', log upwards' : log.x ? ', log across' : '';
  return `${units[0] === '' ? '' : `${units[0]} `}over ${over}${scales}`;
}

/** Counted one by one. */
const whole: ReadonlySet<string | undefined> = new Set(['tokens', 'sequences']);

/** Ends that a quantity has of itself: a share goes from 0 to 1. */
export function ownEnds({ unit }: Column, log: boolean): Range | null {
  return unit === 'share' && !log ? [0, 1] : null;
}

/** All of x that the values of a column need, with some room, but none below 0 where no value is. */
export function extentAcross(column: Column, values: readonly number[], log: boolean): Extent {
  const least = Math.min(...values);
  const [from, to] = ownEnds(column, log) ?? padded(least, Math.max(...values), log, 0.03);
  return extentOf([least >= 0 ? Math.max(0, from) : from, to], log, whole.has(column.unit));
}

/** An axis of a column's figures with these ends. */
export function axisOf(column: Column, domain: Range, log: boolean): Axis {
  const { unit } = column;
  const doubling = log && (unit === 'tokens' || unit === 'bytes');
  return {
    label: column.title,
    unit: unitOf(column) ?? '',
    domain,
    log,
    format: (value: number) => figure(value, unit),
    tickFormat: (value: number) => tick(value, unit),
    whole: whole.has(unit),
    ...(doubling ? { ticks: binaryTicks(...domain) } : {}),
  };
}
