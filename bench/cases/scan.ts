import { scanCase, scanShapes } from '../../src/lab/measure/scan';
import type { BenchFamily } from './case';

export const scan: BenchFamily = {
  name: 'scan',
  title: 'Selective scan',
  cases: scanShapes.map(shape => ({ ...scanCase(shape), peers: {} })),
};
