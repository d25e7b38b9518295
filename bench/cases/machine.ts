import { copyCase, fmaCases } from '../../src/lab/measure/machine';
import type { BenchFamily } from './case';

export const machine: BenchFamily = {
  name: 'machine',
  title: 'The machine',
  note:
    'The best of the multiply-adds is the peak. The speed of a machine that others share changes by the minute. ' +
    'A copied byte counts twice: read and written.',
  cases: [...fmaCases, copyCase],
};
