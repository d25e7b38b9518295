import { DECODE_PREFIX, decodeCase, decodeShapes } from '../../src/lab/measure/decode';
import type { BenchFamily } from './case';

export const decode: BenchFamily = {
  name: 'decode',
  title: `Sampling, a token after ${DECODE_PREFIX} (B 1, V 64, D 64)`,
  cases: decodeShapes.map(shape => ({ ...decodeCase(shape), peers: {} })),
};
