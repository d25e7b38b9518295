import { copyCase, fmaCases } from '../../src/lab/measure/machine';
import type { BenchFamily } from './case';

export const machine: BenchFamily = {
  name: 'machine',
  title: 'The machine',
  cases: [...fmaCases, copyCase].map(measured => ({ ...measured, peers: {} })),
};
