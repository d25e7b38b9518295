import type { Chart, Column, Experiment } from '../../lab/experiments/experiment';
import type { Axis } from '../charts/axis';
import { binaryTicks, padded } from '../charts/ticks';
import { axisUnit, figure, tick } from './cell_words';

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

/** An axis for the values of a column. A share goes from 0 to 1. */
export function axisOf(column: Column, values: readonly number[], log: boolean): Axis {
  const { unit } = column;
  const from = Math.min(...values);
  const to = Math.max(...values);
  const share = unit === 'share';
  const domain: readonly [number, number] = share ? [0, 1] : padded(from, to, log, 0.03);
  const doubling = log && (unit === 'tokens' || unit === 'bytes');
  return {
    label: column.title,
    domain,
    log,
    format: (value: number) => figure(value, unit),
    tickFormat: (value: number) => tick(value, unit),
    ...(doubling ? { ticks: binaryTicks(from, to) } : {}),
  };
}
