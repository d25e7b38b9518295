import { DECODE_PREFIX, decodeCase, decodeShapes } from '../../src/lab/measure/decode';
import type { BenchFamily } from './case';

export const decode: BenchFamily = {
  name: 'decode',
  title: `Sampling, a token after ${DECODE_PREFIX} (B 1, V 64, D 64)`,
  note: 'Up to 32 tokens a submit, each chosen on the device, up to the last being readable. Naive: everything is computed again for each token.',
  cases: decodeShapes.map(shape => ({ ...decodeCase(shape), peers: {} })),
};
