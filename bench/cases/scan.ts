import { scanCase, scanShapes } from '../../src/lab/measure/scan';
import type { BenchFamily } from './case';

export const scan: BenchFamily = {
  name: 'scan',
  title: 'Selective scan',
  note: 'Time per token, channel, and state. No peer has a scan that trains.',
  together: true,
  cases: scanShapes.map(scanCase),
};
