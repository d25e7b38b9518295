import { DECODE_PREFIX, decodeCase, decodeShapes, decodeSubject } from '../../src/lab/measure/decode';
import type { BenchFamily } from './case';

export const decode: BenchFamily = {
  name: 'decode',
  title: `Sampling, a token after ${DECODE_PREFIX} (B 1, V 64, D 64)`,
  note:
    'Up to 32 tokens a submit, each chosen on the device; timed until the last can be read. With carried state: all tokens of a submit in one ' +
    'dispatch, or layer by layer. Naive: everything is computed again for each token.',
  cases: decodeShapes.map(shape => ({
    ...decodeCase(shape),
    peers: {
      'layer by layer': backend => decodeSubject(backend, shape, 'per_layer'),
      naive: backend => decodeSubject(backend, shape, 'naive'),
    },
  })),
};
