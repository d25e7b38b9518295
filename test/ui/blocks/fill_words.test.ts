import { expect, test } from 'vitest';
import { flowOf } from '../../../src/models/flow';
import { defineModel } from '../../../src/models/model';
import { fillWords } from '../../../src/ui/blocks/fill_words';

const flow = (blocks: number) =>
  flowOf(
    defineModel({
      vocab_size: 9,
      d_model: 16,
      blocks: Array.from({ length: blocks }, () => ({ mixer: 'lstm' })),
    }),
    64,
  );

test('the fill of few boxes is told one by one, that of many by its ends', () => {
  expect(fillWords(flow(1), { step: 1200, shares: Float32Array.of(0.5) })).toBe(
    'The fill of a box is what it adds against the stream (RMS over an example), after step 1,200: mixer 1 50.0 %.',
  );
  expect(fillWords(flow(5), { step: 1, shares: Float32Array.of(0.5, 0.25, 0.75, 0.5, 0.5) })).toContain(
    'after step 1: from mixer 2 25.0 % to mixer 3 75.0 %.',
  );
});
